import type { Penalty } from '#chain/history/penalties.ts';
import { useBlockTimes, useCasesAgainst, usePaidParts } from '#web/explore/node/useNode.ts';
import { usePenalties } from '#web/explore/nodes/useNodes.ts';

/** What was taken from a node and of what it was accused, with what belongs together. */
export function useFaults(nodeId: bigint) {
  const penalties = usePenalties(nodeId);
  const cases = useCasesAgainst(nodeId);
  const parts = usePaidParts().data;
  /** The newest first. */
  const listed = [...(penalties.data?.penalties ?? [])].reverse();
  const times = useBlockTimes([...new Set(listed.map(({ block }) => block))]).data;
  return {
    ...{ penalties, cases, parts, listed },
    /** When, in Unix seconds; undefined while it is read. */
    timeOf: ({ block }: Penalty): number | undefined => times?.get(block),
    /** The case that led to it, if one did and it is read. */
    caseOf: ({ court, kind, evidence }: Penalty): bigint | undefined =>
      court === 'juries' && kind === 'conviction'
        ? cases.data?.cases.find((each) => each.evidence === evidence)?.caseId
        : undefined,
  };
}
