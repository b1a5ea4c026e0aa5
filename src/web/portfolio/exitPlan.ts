import type { RosterNode } from '#chain/roster.ts';
import { IDLE_POOL, type StakeExit } from '#web/queries/useStake.ts';

/** What can be done with an exit now, and what is said about it. */
export interface ExitPlan {
  ready: boolean;
  /** Where it comes from, what may still happen to it, and where it goes. */
  story: string;
  /** Back into the node that it left; undefined where that is not possible. */
  cancel: string | undefined;
  /** What `restake` makes of it: votes for its target, or idle stake. */
  restake: string;
  mayRestake: boolean;
}

interface ExitFacts {
  nowSeconds: number;
  labelOf: (id: bigint) => string;
  /** The node that it left, if it left one and that is read. */
  source: RosterNode | undefined;
  /** Whether its target, if it has one, takes votes of this wallet now. */
  targetOpen: boolean;
}

/** As the contract decides: an exit is ready in the second of its end. */
export function exitPlanOf(exit: StakeExit, facts: ExitFacts): ExitPlan {
  const { nowSeconds, labelOf, source, targetOpen } = facts;
  const ready = exit.readyAt <= nowSeconds;
  const wasIdle = exit.nodeId === IDLE_POOL;
  const moves = exit.target !== IDLE_POOL;
  const from = wasIdle
    ? 'From idle stake. It cannot be slashed.'
    : `From ${labelOf(exit.nodeId)}. It can be slashed with it until you take it out.`;
  const way = moves ? ` On its way to ${labelOf(exit.target)}.` : '';
  const closed = moves && !targetOpen ? ` That node takes no votes now, so it would become idle stake.` : '';
  const gone = source?.retired === true ? ' The node was retired, so it cannot go back.' : '';
  return {
    ready,
    story: from + way + closed + gone,
    cancel:
      wasIdle || source === undefined || source.retired
        ? undefined
        : `Cancel: back to ${labelOf(exit.nodeId)}`,
    restake: wasIdle
      ? 'Cancel: back to idle stake'
      : moves && targetOpen
        ? `Move to ${labelOf(exit.target)}`
        : 'Keep as idle stake',
    mayRestake: ready || wasIdle,
  };
}
