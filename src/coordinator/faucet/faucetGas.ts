import type { Address } from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** The gas of a faucet, in native wei. */
export interface FaucetGas {
  /** What a drip would give the receiver. */
  readonly missing: bigint;
  /** What all drips of this period may still give. */
  readonly left: bigint;
  /** What the faucet holds. */
  readonly balance: bigint;
  /** When the next period begins, Unix seconds. */
  readonly renewsAt: number;
}

/** @throws viem's errors */
export async function readFaucetGas(client: ReadClient, faucet: Address, to: Address): Promise<FaucetGas> {
  const contract = { abi: faucetAbi, address: faucet } as const;
  const [amount, left, period, balance, own, { timestamp }] = await Promise.all([
    client.readContract({ ...contract, functionName: 'gasAmount' }),
    client.readContract({ ...contract, functionName: 'gasLeft' }),
    client.readContract({ ...contract, functionName: 'period' }),
    client.getBalance({ address: faucet }),
    client.getBalance({ address: to }),
    client.getBlock(),
  ]);
  const missing = own < amount ? amount - own : 0n;
  // The contract numbers its periods from 1970.
  return { missing, left, balance, renewsAt: Number((timestamp / period + 1n) * period) };
}
