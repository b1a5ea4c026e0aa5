import { type Address, encodeFunctionData, type Hex } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { ContractCall } from '#web/transaction/batch/contractCall.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

/** What a call may take from the wallet. */
interface Allowance {
  spender: Address;
  /** Of CAI. */
  wei: bigint;
}

/**
 * Sends a call that takes CAI from the wallet, after an approval of just that, unless there is one. Both go
 * as one where the wallet does that, else one after the other.
 */
export async function sendApproved(
  { client, config }: Network,
  wallet: Pick<FlowWallet, 'address' | 'send' | 'sendTogether'>,
  { spender, wei }: Allowance,
  call: ContractCall,
): Promise<Hex> {
  const { cai } = config.contracts;
  const allowance = await client.readContract({
    ...{ abi: caiAbi, address: cai, functionName: 'allowance', args: [wallet.address, spender] },
  });
  if (allowance >= wei) return wallet.send(call);
  const approval = {
    to: cai,
    data: encodeFunctionData({ abi: caiAbi, functionName: 'approve', args: [spender, wei] }),
  };
  const together = await wallet.sendTogether([approval, call]);
  if (together !== undefined) return together;
  await wallet.send(approval);
  return wallet.send(call);
}
