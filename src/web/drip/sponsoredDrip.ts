import type { Hex } from 'viem';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { t } from '#web/language/translate.ts';

export interface SponsoredDripDeps {
  /** Asks the coordinator to pay. @returns the transaction that it says it sent */
  ask(): Promise<Hex>;
  /** Until that transaction is in a block. */
  wait(transaction: Hex): Promise<unknown>;
  /** When the receiver may take its next drip, by the chain, in Unix seconds; 0 if it has had none. */
  nextDripAt(): Promise<number>;
}

/**
 * A drip that a coordinator pays for. Any transaction may be in a block: the chain must know of the drip.
 * @throws ApiFailure `no_drip` where it does not; what the parts throw
 */
export async function sponsoredDrip({ ask, wait, nextDripAt }: SponsoredDripDeps): Promise<void> {
  const before = await nextDripAt();
  await wait(await ask());
  if ((await nextDripAt()) <= before) throw new ApiFailure('no_drip', t('faucet.sponsoredDrip.noDrip'));
}
