import { decodeFunctionData, type Hex, isAddressEqual, maxUint256 } from 'viem';
import { caiAbi, faucetAbi, juriesAbi, paymentsAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { ContractCall } from '#web/transaction/batch/contractCall.ts';
import { ACTIONS, type CallSummary } from '#web/transaction/log/transactionRecord.ts';

const abi = [...caiAbi, ...stakingAbi, ...paymentsAbi, ...faucetAbi, ...juriesAbi];
const NOTHING: CallSummary = { action: 'other', wei: null, node: null };

/** Where a function's data have the amount of CAI and the node's id. */
const PLACES: Record<string, { wei?: number; node?: number }> = {
  approve: { wei: 1 },
  stake: { wei: 0 },
  unstake: { wei: 0 },
  vote: { node: 0, wei: 1 },
  unvote: { node: 0, wei: 1 },
  moveVote: { node: 1, wei: 2 },
  register: { wei: 3 },
  rotateOperator: { node: 0 },
  updateInfo: { node: 0 },
  setCommission: { node: 0 },
  applyCommission: { node: 0 },
  unjail: { node: 0 },
  offerNode: { node: 0 },
  acceptNode: { node: 0 },
  retire: { node: 0 },
};

/**
 * What calls that are sent as one do: what the last of them does, for which the others make ready.
 * @example summaryOf([{ to: staking, data: voteCall(3n, 5n) }], contracts) // vote, 5 wei, node 3
 */
export function summaryOf(
  calls: readonly ContractCall[],
  { disputes }: Pick<NetworkConfig['contracts'], 'disputes'>,
): CallSummary {
  const last = calls.at(-1);
  if (last === undefined) return NOTHING;
  const known = decoded(last.data);
  const summary =
    known.action === 'other' && isAddressEqual(last.to, disputes)
      ? ({ ...NOTHING, action: 'report' } as const)
      : known;
  return last.cai === undefined ? summary : { ...summary, wei: String(last.cai) };
}

function decoded(data: Hex): CallSummary {
  let call: { functionName: string; args?: readonly unknown[] | undefined };
  try {
    call = decodeFunctionData({ abi, data });
  } catch (error) {
    console.debug('reading what a call does', error);
    return NOTHING;
  }
  const { functionName, args = [] } = call;
  if (functionName === 'multicall') return decoded((args[0] as readonly Hex[]).at(-1) ?? '0x');
  const name = functionName === 'stakeWithPermit' ? 'stake' : functionName;
  const action = ACTIONS.find((each) => each === name) ?? 'other';
  const { wei, node } = PLACES[name] ?? {};
  return { action, wei: textOf(wei, args), node: textOf(node, args) };
}

/** The contracts' number for “all of it” is no amount. */
function textOf(place: number | undefined, args: readonly unknown[]): string | null {
  const value = place === undefined ? undefined : args[place];
  return typeof value === 'bigint' && value !== maxUint256 ? String(value) : null;
}
