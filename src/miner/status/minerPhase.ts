import type { MinerFacts, MinerPhase, MinerStatus } from '#miner/status/minerStatus.ts';

type PhaseFacts = Pick<MinerFacts, 'lifecycle' | 'gpu' | 'models' | 'coordinators'>;

/**
 * The phase that follows from the facts. While it runs, a miner looks for its GPU (`checking`), gets its
 * first model ready (`loading`, `proving`), and then works for whichever coordinators it has reached
 * (`connecting`, `mining`). Other models may still be loading while one works.
 */
export function phaseOf({ lifecycle, gpu, models, coordinators }: PhaseFacts): MinerPhase {
  if (lifecycle !== 'running') return lifecycle;
  if (gpu === null) return 'checking';
  if (!models.some(({ state }) => state === 'ready')) {
    return models.some(({ state }) => state === 'proving') ? 'proving' : 'loading';
  }
  return coordinators.some(({ state }) => state === 'connected') ? 'mining' : 'connecting';
}

export const withPhase = (facts: MinerFacts): MinerStatus => ({ ...facts, phase: phaseOf(facts) });
