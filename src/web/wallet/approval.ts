import { type Address, encodeFunctionData, type Hex } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';

/** The wallet of a flow, which sends calls. */
interface SendingWallet {
  readonly address: Address;
  send(call: { to: Address; data: Hex }): Promise<unknown>;
}

/**
 * Lets a contract take an amount from the wallet: sends an approval of just that, unless there is one.
 * @param wei of CAI
 */
export async function approveCai(
  { client, config }: Network,
  wallet: SendingWallet,
  { spender, wei }: { spender: Address; wei: bigint },
): Promise<void> {
  const { cai } = config.contracts;
  const allowance = await client.readContract({
    ...{ abi: caiAbi, address: cai, functionName: 'allowance', args: [wallet.address, spender] },
  });
  if (allowance >= wei) return;
  await wallet.send({
    to: cai,
    data: encodeFunctionData({ abi: caiAbi, functionName: 'approve', args: [spender, wei] }),
  });
}
