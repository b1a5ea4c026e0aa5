import type { Address } from 'viem';
import { readNetwork } from '#web/coordinator/coordinatorApi.ts';
import { t } from '#web/language/translate.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';

/**
 * A coordinator that answers now: a case names it, and others fetch the bundle from there.
 * @param coordinators asked one after the other
 * @param opponent who has reported the result; asked last if it is one of them
 * @throws TransactionFailure REVERTED where none answers
 */
export async function answeringCoordinator(
  coordinators: readonly ReachableCoordinator[],
  opponent?: Address,
): Promise<ReachableCoordinator> {
  const isOpponent = ({ node }: ReachableCoordinator) => node.operator === opponent;
  const others = coordinators.filter((each) => !isOpponent(each));
  for (const each of [...others, ...coordinators.filter(isOpponent)]) {
    const isThere = await readNetwork(each.url).then(
      () => true,
      () => false,
    );
    if (isThere) return each;
  }
  throw new TransactionFailure('REVERTED', t('evidence.handOver.noCoordinator'));
}
