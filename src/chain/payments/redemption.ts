import { type Account, type Address, createWalletClient, type Hex } from 'viem';
import { withGasHeadroom } from '#chain/gasHeadroom.ts';
import {
  chainOf,
  type NetworkConfig,
  type ReadClient,
  readClientOf,
  transportOf,
} from '#chain/networkConfig.ts';
import { readChannel } from '#chain/payments/channel.ts';
import { redeemable } from '#chain/payments/redeemable.ts';
import { redeemCall } from '#chain/payments/redeemCall.ts';
import { CodedError } from '#protocol/codedError.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** Longest wait for the transaction's block, in ms: some blocks of the slowest network in use. */
const BLOCK_MS = 180_000;

/** How a try to redeem by oneself ended. Amounts in wei: `payable` of CAI, the others of the chain's coin. */
export type Redemption =
  | { kind: 'redeemed'; payable: bigint; hash: Hex }
  /** Less is payable than was asked for. */
  | { kind: 'too-little'; payable: bigint }
  /** The sender cannot pay the gas. */
  | { kind: 'no-gas'; payable: bigint; balance: bigint; needed: bigint };

/**
 * The transaction was refused, undone, or is in no block after BLOCK_MS, as an earlier one may be.
 * @example throw new RedemptionError('NOT_REDEEMED', 'The contract has refused the transaction.');
 */
export class RedemptionError extends CodedError<'NOT_REDEEMED'> {
  override readonly name = 'RedemptionError';
}

/**
 * Redeems vouchers from a key of one's own, once they pay enough. The contract lets anyone send this: the key
 * pays the gas, and the CAI goes to the owners of the payees' nodes.
 *
 * @param leastWei what must be payable, in wei of CAI
 * @throws RedemptionError NOT_REDEEMED; viem's errors where the chain does not answer
 * @example
 * const outcome = await redeemFrom({ config, account, vouchers }, parseEther('100'));
 */
export async function redeemFrom(
  from: { config: NetworkConfig; account: Account; vouchers: readonly Voucher[] },
  leastWei: bigint,
): Promise<Redemption> {
  const { config, account } = from;
  const client = readClientOf(config);
  const to = config.contracts.payments;
  const standings = await Promise.all(
    from.vouchers.map(async (voucher) => {
      const channel = await readChannel(client, to, voucher.payer, voucher.payee);
      return { voucher, channel };
    }),
  );
  const { vouchers, payable } = redeemable(standings);
  if (payable === 0n || payable < leastWei) return { kind: 'too-little', payable };
  // It redeems the same vouchers, so another one would cost gas for nothing. A reload has forgotten it.
  if (await hasPending(client, account.address))
    throw new RedemptionError('NOT_REDEEMED', 'An earlier transaction of the miner key is in no block yet.');
  const data = redeemCall(vouchers);
  const [estimate, fees, balance] = await Promise.all([
    client.estimateGas({ account: account.address, to, data }),
    client.estimateFeesPerGas(),
    client.getBalance({ address: account.address }),
  ]);
  const gas = withGasHeadroom(estimate);
  // A node takes no transaction whose sender could not pay for all that it offers.
  const needed = gas * fees.maxFeePerGas;
  if (balance < needed) return { kind: 'no-gas', payable, balance, needed };
  const wallet = createWalletClient({ account, chain: chainOf(config), transport: transportOf(config) });
  const { maxFeePerGas, maxPriorityFeePerGas } = fees;
  const hash = await wallet.sendTransaction({ to, data, gas, maxFeePerGas, maxPriorityFeePerGas });
  const { status } = await client
    .waitForTransactionReceipt({ hash, timeout: BLOCK_MS })
    .catch((cause: unknown) => {
      throw new RedemptionError('NOT_REDEEMED', `The transaction ${hash} is in no block yet.`, { cause });
    });
  if (status !== 'success')
    throw new RedemptionError('NOT_REDEEMED', `The contract has refused the transaction ${hash}.`);
  return { kind: 'redeemed', payable, hash };
}

/** Whether a key has sent what is in no block yet. */
async function hasPending(client: ReadClient, address: Address): Promise<boolean> {
  const [sent, mined] = await Promise.all([
    client.getTransactionCount({ address, blockTag: 'pending' }),
    client.getTransactionCount({ address, blockTag: 'latest' }),
  ]);
  return sent > mined;
}
