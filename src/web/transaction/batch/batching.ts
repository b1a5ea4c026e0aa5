import type { Address } from 'viem';
import { z } from 'zod';
import { answeredWithin } from '#protocol/answeredWithin.ts';
import type { Batching } from '#web/transaction/batch/contractCall.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

/** A wallet knows the answer. One that does not give it in this time, in ms, has said no. */
const ANSWER_LIMIT_MS = 3_000;

/** EIP-5792: what a wallet does with several calls on one chain. */
const capabilitiesSchema = z.object({ atomic: z.object({ status: z.enum(['supported', 'ready']) }) });

/** Whether a wallet says that it does several calls as one. A wallet that fails to say cannot. */
export async function readBatching(
  batches: WalletBatches,
  account: Address,
  chainId: number,
): Promise<Batching> {
  try {
    const said = await answeredWithin(ANSWER_LIMIT_MS, batches.capabilities(account, chainId));
    return capabilitiesSchema.safeParse(said).data?.atomic.status ?? 'none';
  } catch (error) {
    console.debug('asking a wallet whether it batches calls', error);
    return 'none';
  }
}
