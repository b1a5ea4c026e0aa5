import { type Address, encodeFunctionData } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

/**
 * Lets a contract take an amount from the wallet: sends an approval of just that, unless there is one.
 * @param wei of CAI
 */
export async function approveCai(
  { client, config }: Network,
  wallet: FlowWallet,
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
