import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { type AnswerState, answerState } from '#web/evidence/answer/answerState.ts';
import { readAnswer } from '#web/evidence/answer/readAnswer.ts';
import { sendAnswer } from '#web/evidence/answer/sendAnswer.ts';
import { answeringCoordinator } from '#web/evidence/answeringCoordinator.ts';
import type { HandedBundle } from '#web/evidence/handOver.ts';
import { useHandOver } from '#web/evidence/useHandOver.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { courtOf, useCourtTerms } from '#web/queries/useCourt.ts';
import { useNodes } from '#web/queries/useNodes.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/**
 * Answers a case from the connected wallet with what this browser computed, and hands that to the
 * coordinators.
 * @param minesHere whether the accused node mines in this browser; else its owner's wallet tells
 */
export function useAnswer(theCase: CaseView, minesHere: boolean) {
  const network = useNetwork();
  const flow = useTransaction();
  const { coordinators, handed, hand } = useHandOver();
  const terms = useCourtTerms().data;
  const nowSeconds = useChainNowSeconds();
  const address = useWalletLink().account?.address;
  const [accused] = useNodes([theCase.nodeId]);
  const { caseId, evidence } = theCase;

  // Its hash alone: a bundle may have 34 MB. It never changes while its page is open.
  const kept = useQuery({
    queryKey: ['answer', network.config.contracts.juries, evidence],
    staleTime: Infinity,
    queryFn: () =>
      readAnswer(network, theCase).then(
        (bundle) => bundle?.hash ?? null,
        (error: unknown) => {
          console.debug('the answer that is kept', error);
          return null;
        },
      ),
  }).data;
  const shown = useQuery({
    queryKey: [...CHAIN_KEY, 'exhibits', caseId.toString()],
    enabled: typeof kept === 'string' && theCase.settledAt === undefined,
    queryFn: () => courtOf(network).exhibits(caseId),
  });

  async function answer(): Promise<void> {
    let sent: HandedBundle | undefined;
    const isDone = await flow.run(async (wallet) => {
      // Who reported the result may be a coordinator, which wants no answer.
      const { party } = await courtOf(network).readJury(caseId, 0);
      const { node } = await answeringCoordinator(coordinators, party);
      sent = await sendAnswer(network, wallet, { theCase, coordinator: node.operator });
    });
    if (isDone && sent !== undefined) await hand(sent);
  }

  /** Hands over what the case shows already. */
  async function handAgain(): Promise<void> {
    const bundle = await readAnswer(network, theCase);
    if (bundle !== undefined) await hand(bundle);
  }

  return { state: stateOf(), flow, handed, answer, hand: handAgain };

  function stateOf(): AnswerState | undefined {
    if (terms === undefined || kept === undefined || accused === undefined) return undefined;
    const isOwn = minesHere || accused.owner === address;
    // Where they cannot be read, the transaction reads them again, and says why it cannot be sent.
    const isShown = shown.isError ? false : shown.data?.some(({ hash }) => hash === kept);
    return answerState({ theCase, terms, nowSeconds, isOwn, isKept: kept !== null, isShown });
  }
}

export type AnswerFlow = ReturnType<typeof useAnswer>;
