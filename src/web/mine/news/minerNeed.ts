import type { MinerStatus } from '#miner/status/minerStatus.ts';

/** Why a miner needs its user: it has failed, no coordinator takes it, or its node is accused. */
export type MinerNeed = 'failed' | 'refused' | 'accused';

type Facts = Pick<MinerStatus, 'phase' | 'coordinators' | 'casesAgainst'>;

/** The most pressing one; undefined while it gets on by itself. */
export function minerNeed({ phase, coordinators, casesAgainst }: Facts): MinerNeed | undefined {
  if (phase === 'failed') return 'failed';
  const isRefused = coordinators.every(({ state }) => state === 'refused' || state === 'left');
  if (phase === 'connecting' && coordinators.length > 0 && isRefused) return 'refused';
  return casesAgainst.length > 0 ? 'accused' : undefined;
}
