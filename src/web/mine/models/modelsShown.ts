import type { MinerStatus, ModelStatus } from '#miner/status/minerStatus.ts';

/** The models whose state is still true: a miner that stops or has stopped has none ready or on its way. */
export const modelsShown = ({ lifecycle, models }: MinerStatus): readonly ModelStatus[] =>
  lifecycle === 'running' ? models : models.filter(({ state }) => state === 'refused');
