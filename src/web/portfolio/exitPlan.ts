import type { RosterNode } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';
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
    ? t('portfolio.exitPlan.fromIdleStakeIt')
    : t('portfolio.exitPlan.fromNodeidItCan', { nodeId: labelOf(exit.nodeId) });
  const way = moves ? t('portfolio.exitPlan.onItsWayTo', { target: labelOf(exit.target) }) : '';
  const closed = moves && !targetOpen ? t('portfolio.exitPlan.thatNodeTakesNo') : '';
  const gone = source?.retired === true ? t('portfolio.exitPlan.theNodeWasRetired') : '';
  return {
    ready,
    story: [from, way, closed, gone].filter((sentence) => sentence !== '').join(' '),
    cancel:
      wasIdle || source === undefined || source.retired
        ? undefined
        : t('portfolio.exitPlan.cancelBackToNodeid', { nodeId: labelOf(exit.nodeId) }),
    restake: wasIdle
      ? t('portfolio.exitPlan.cancelBackToIdle')
      : moves && targetOpen
        ? t('portfolio.exitPlan.moveToTarget', { target: labelOf(exit.target) })
        : t('portfolio.exitPlan.keepAsIdleStake'),
    mayRestake: ready || wasIdle,
  };
}
