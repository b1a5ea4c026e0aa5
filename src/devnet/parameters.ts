import { parseEther } from 'viem';

/** What a deployment is made with. CAI has 18 decimals, as ether has, so `parseEther` reads both. */
export interface DeploymentParameters {
  name: string;
  chainId: number;
  staking: { minerMinimum: bigint; coordinatorMinimum: bigint; coolDownSeconds: bigint };
  payments: { withdrawalDelaySeconds: bigint };
  /** Drip per address and period; absent where CAI has a value. */
  faucet: { tokenAmount: bigint; gasAmount: bigint; periodSeconds: bigint; tokens: bigint; gas: bigint };
  emission: { amount: bigint; durationSeconds: bigint };
  coordinator: { name: string; stake: bigint; deposit: bigint; gas: bigint; commissionBps: number };
}

const DAY_S = 24n * 3600n;

export const DEVNET: DeploymentParameters = {
  name: 'Cuckoo devnet',
  chainId: 31_337,
  staking: {
    minerMinimum: parseEther('20000'),
    coordinatorMinimum: parseEther('2000000'),
    // Short, so that a newcomer sees an unstake through to its end; longer than any task's life.
    coolDownSeconds: 20n * 60n,
  },
  payments: { withdrawalDelaySeconds: DAY_S },
  faucet: {
    // Enough to become a miner (20,000) and still have some to vote with.
    tokenAmount: parseEther('25000'),
    gasAmount: parseEther('0.1'),
    periodSeconds: DAY_S,
    tokens: parseEther('100000000'),
    gas: parseEther('1000'),
  },
  emission: { amount: parseEther('50000000'), durationSeconds: 365n * DAY_S },
  coordinator: {
    name: 'Devnet coordinator',
    stake: parseEther('2000000'),
    deposit: parseEther('1000000'),
    gas: parseEther('100'),
    commissionBps: 1_000,
  },
};
