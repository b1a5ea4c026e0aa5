import { CodedError } from '#protocol/codedError.ts';
import type { Mutant } from '#tools/mutation/mutant.ts';
import { auditMutants } from '#tools/mutation/mutants/audits.ts';
import { boundMutants } from '#tools/mutation/mutants/bounds.ts';
import { caseRecordMutants } from '#tools/mutation/mutants/caseRecords.ts';
import { chainMutants } from '#tools/mutation/mutants/chain.ts';
import { channelMutants } from '#tools/mutation/mutants/channels.ts';
import { coordinatorMutants } from '#tools/mutation/mutants/coordinator.ts';
import { courtMutants } from '#tools/mutation/mutants/court.ts';
import { houseMinerMutants } from '#tools/mutation/mutants/houseMiner.ts';
import { inferenceMutants } from '#tools/mutation/mutants/inference.ts';
import { minerMutants } from '#tools/mutation/mutants/miner.ts';
import { minerGpuMutants } from '#tools/mutation/mutants/minerGpu.ts';
import { networkMutants } from '#tools/mutation/mutants/network.ts';
import { otherRuleMutants } from '#tools/mutation/mutants/otherRules.ts';
import { protocolMutants } from '#tools/mutation/mutants/protocol.ts';
import { saltMutants } from '#tools/mutation/mutants/salt.ts';
import { schedulerMutants } from '#tools/mutation/mutants/scheduler.ts';
import { tabMutants } from '#tools/mutation/mutants/tabs.ts';
import { transactionMutants } from '#tools/mutation/mutants/transactions.ts';
import { webMutants } from '#tools/mutation/mutants/web.ts';

export class MutationError extends CodedError<'BAD_PART' | 'NO_MUTANT' | 'STALE_MUTANT' | 'TESTS_FAIL'> {
  override readonly name = 'MutationError';
}

export const allMutants: readonly Mutant[] = [
  ...protocolMutants,
  ...schedulerMutants,
  ...coordinatorMutants,
  ...channelMutants,
  ...courtMutants,
  ...minerMutants,
  ...minerGpuMutants,
  ...networkMutants,
  ...chainMutants,
  ...inferenceMutants,
  ...webMutants,
  ...saltMutants,
  ...caseRecordMutants,
  ...houseMinerMutants,
  ...tabMutants,
  ...auditMutants,
  ...boundMutants,
  ...transactionMutants,
  ...otherRuleMutants,
];

/** `src/network/limits/places.ts` lies in the area `network`. */
export const areaOf = ({ file }: Pick<Mutant, 'file'>): string => file.split('/')[1]!;

/**
 * The mutants of an area, or if there is no such area those whose name contains the text; all without a text.
 * @throws NO_MUTANT
 */
export function chosenMutants(mutants: readonly Mutant[], only: string | undefined): Mutant[] {
  const isArea = mutants.some((mutant) => areaOf(mutant) === only);
  const chosen = mutants.filter(
    (mutant) => only === undefined || (isArea ? areaOf(mutant) === only : mutant.name.includes(only)),
  );
  if (chosen.length === 0) {
    const areas = [...new Set(mutants.map(areaOf))].join(', ');
    throw new MutationError('NO_MUTANT', `No mutant is named ${only}. The areas are ${areas}.`);
  }
  return chosen;
}

/**
 * Each n-th mutant, so that every area is in it; the n parts make the whole.
 * @param part as `2/3`; the whole without it
 * @throws BAD_PART
 * @example partOf(['a', 'b', 'c', 'd'], '1/3'); // ['a', 'd']
 */
export function partOf<M>(mutants: readonly M[], part = '1/1'): M[] {
  const [, number, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(part)?.map(Number) ?? [];
  if (number === undefined || count === undefined || number > count)
    throw new MutationError('BAD_PART', `“${part}” names no part. The second of three is 2/3.`);
  return mutants.filter((_, at) => at % count === number - 1);
}

/**
 * The file's text with the mutant in it.
 * @throws STALE_MUTANT if the text that it replaces is not there exactly once
 */
export function mutated({ name, file, from, to }: Mutant, source: string): string {
  const [before, after, ...more] = source.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    const found = after === undefined ? 'no longer contains' : 'contains more than once';
    throw new MutationError(
      'STALE_MUTANT',
      `${file} ${found} the text that the mutant “${name}” replaces: write the mutant anew.`,
    );
  }
  return before + to + after;
}
