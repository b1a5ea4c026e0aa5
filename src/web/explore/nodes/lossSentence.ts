import type { Penalties } from '#chain/history/penalties.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';

/** What a node and its voters lost by its faults. */
export interface Loss {
  slashes: number;
  fines: number;
  /** Wei of CAI, less what was given back. */
  wei: bigint;
}

/** Losses by node id; a node that lost nothing has no entry. */
export function lossesOf({ penalties, givenBack }: Penalties): ReadonlyMap<bigint, Loss> {
  const losses = new Map<bigint, Loss>();
  for (const { nodeId, kind, taken } of penalties) {
    const { slashes, fines, wei } = losses.get(nodeId) ?? { slashes: 0, fines: 0, wei: 0n };
    const isFine = kind === 'fine';
    losses.set(nodeId, {
      slashes: slashes + (isFine ? 0 : 1),
      fines: fines + (isFine ? 1 : 0),
      wei: wei + taken,
    });
  }
  for (const { nodeId, amount } of givenBack) {
    const loss = losses.get(nodeId);
    if (loss !== undefined) losses.set(nodeId, { ...loss, wei: loss.wei - amount });
  }
  return losses;
}

/** `Lost 4,000 CAI in 1 slash and 2 fines`. */
export function lossSentence(loss: Loss | undefined): string {
  if (loss === undefined) return t('explore.lossSentence.neverSlashed');
  const { slashes, fines } = loss;
  const lost = { amount: formatCai(loss.wei), slashes, fines };
  if (fines === 0) return t('explore.lossSentence.slashes', lost);
  return t(slashes === 0 ? 'explore.lossSentence.fines' : 'explore.lossSentence.both', lost);
}
