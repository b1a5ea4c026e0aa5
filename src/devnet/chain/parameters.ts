import { parseEther } from 'viem';

/** What a case before a jury costs and how long it may take, as `Juries` is deployed with it. */
export interface JuryTerms {
  /** The reporter's bond in wei; an appeal costs twice that. */
  bond: bigint;
  /** Jurors drawn on average; an appeal draws twice as many. */
  seats: number;
  /** Fewest votes that make a verdict. */
  quorum: number;
  /** Blocks until the one whose hash draws the jury. */
  drawBlocks: bigint;
  /** These five windows are in seconds. */
  drawWindow: bigint;
  commitWindow: bigint;
  revealWindow: bigint;
  appealWindow: bigint;
  reportWindow: bigint;
  /** Share of the node's stake that a wrong result costs. */
  slashBps: number;
  /** Share of the owner's loss that goes to the jurors. */
  jurorBps: number;
  /** Penalty for a drawn miner that does not reveal, in wei. */
  noShowPenalty: bigint;
}

/** Parameters of a deployment. CAI has 18 decimals, as ether has, so `parseEther` reads both. */
export interface DeploymentParameters {
  name: string;
  chainId: number;
  /** A chain on this machine, whose tokens have no value. */
  devnet: boolean;
  staking: { minerMinimum: bigint; coordinatorMinimum: bigint; coolDownSeconds: bigint };
  payments: {
    withdrawalDelaySeconds: bigint;
    /** The voters' share of a payment to a node. */
    feeBps: number;
    /** The share of that fee for the payer's voters. */
    payerPoolBps: number;
  };
  courts: {
    /** Share of the owner's loss that goes to the reporter of the fault. */
    reporterBps: number;
    /** Share of a miner's stake that signing two results (equivocation) costs. */
    equivocationBps: number;
    /** Share of a coordinator's stake that a wrong assignment costs. */
    wrongAssignmentBps: number;
    evidenceWindowSeconds: bigint;
    terms: JuryTerms;
  };
  /** How long before an action the role's holder must announce it. */
  notice: { governorSeconds: number; adminSeconds: number };
  /** Drip per address and period; undefined where CAI has a value. */
  faucet:
    | { tokenAmount: bigint; gasAmount: bigint; periodSeconds: bigint; tokens: bigint; gas: bigint }
    | undefined;
  emission: { amount: bigint; durationSeconds: bigint };
}

/** The coordinator that a devnet registers. */
export interface CoordinatorParameters {
  name: string;
  stake: bigint;
  /** CAI of its operator key, which pays miners. */
  funds: bigint;
  gas: bigint;
  commissionBps: number;
}

const MINUTE_S = 60n;
const HOUR_S = 60n * MINUTE_S;
const DAY_S = 24n * HOUR_S;
const YEAR_S = 365n * DAY_S;

const MINIMUMS = { minerMinimum: parseEther('20000'), coordinatorMinimum: parseEther('2000000') };
/**
 * A twentieth and a hundredth of the stake: more than any task pays, less than what drives an honest node
 * away.
 */
const PENALTIES = { reporterBps: 1_000, equivocationBps: 500, wrongAssignmentBps: 100 };
const VERDICTS = { slashBps: 2_000, jurorBps: 4_000 };
const EMISSION = { amount: parseEther('50000000'), durationSeconds: YEAR_S };

export const DEVNET: DeploymentParameters = {
  name: 'Cuckoo devnet',
  chainId: 31_337,
  devnet: true,
  // Short, so that a newcomer sees an unstake through to its end; longer than any task's life and its
  // dispute.
  staking: { ...MINIMUMS, coolDownSeconds: 20n * MINUTE_S },
  // The miner gets the whole payment, so that its figures can be checked by hand.
  payments: { withdrawalDelaySeconds: DAY_S, feeBps: 0, payerPoolBps: 0 },
  courts: {
    ...PENALTIES,
    evidenceWindowSeconds: 15n * MINUTE_S,
    terms: {
      ...VERDICTS,
      bond: parseEther('100'),
      // A devnet may have only two tabs: one juror is enough.
      seats: 5,
      quorum: 1,
      // anvil makes a block for each transaction.
      drawBlocks: 2n,
      drawWindow: 2n * MINUTE_S,
      commitWindow: 2n * MINUTE_S,
      revealWindow: MINUTE_S,
      appealWindow: 2n * MINUTE_S,
      reportWindow: 5n * MINUTE_S,
      noShowPenalty: parseEther('10'),
    },
  },
  notice: { governorSeconds: 0, adminSeconds: 0 },
  faucet: {
    // Enough to become a miner (20,000) and still have some to vote with.
    tokenAmount: parseEther('25000'),
    gasAmount: parseEther('0.1'),
    periodSeconds: DAY_S,
    tokens: parseEther('100000000'),
    gas: parseEther('1000'),
  },
  emission: EMISSION,
};

export const DEVNET_COORDINATOR: CoordinatorParameters = {
  name: 'Devnet coordinator',
  stake: parseEther('2000000'),
  funds: parseEther('1000000'),
  gas: parseEther('100'),
  commissionBps: 1_000,
};

/** Base Sepolia: a redemption costs gas of no value, and a block comes every two seconds. */
export const TESTNET: DeploymentParameters = {
  name: 'Cuckoo testnet',
  chainId: 84_532,
  devnet: false,
  staking: { ...MINIMUMS, coolDownSeconds: 3n * DAY_S },
  payments: { withdrawalDelaySeconds: DAY_S, feeBps: 1_000, payerPoolBps: 5_000 },
  courts: {
    ...PENALTIES,
    evidenceWindowSeconds: DAY_S,
    terms: {
      ...VERDICTS,
      bond: parseEther('100'),
      seats: 12,
      quorum: 3,
      drawBlocks: 10n,
      drawWindow: 2n * HOUR_S,
      commitWindow: 4n * HOUR_S,
      revealWindow: 2n * HOUR_S,
      appealWindow: 4n * HOUR_S,
      reportWindow: 12n * HOUR_S,
      noShowPenalty: parseEther('10'),
    },
  },
  notice: { governorSeconds: Number(HOUR_S), adminSeconds: Number(HOUR_S) },
  faucet: {
    tokenAmount: parseEther('25000'),
    // Enough for thousands of transactions there; test ether is scarce.
    gasAmount: parseEther('0.001'),
    periodSeconds: DAY_S,
    tokens: parseEther('100000000'),
    gas: parseEther('1'),
  },
  emission: EMISSION,
};

/** Base. */
export const MAINNET: DeploymentParameters = {
  name: 'Cuckoo',
  chainId: 8_453,
  devnet: false,
  staking: { ...MINIMUMS, coolDownSeconds: 14n * DAY_S },
  payments: { withdrawalDelaySeconds: 3n * DAY_S, feeBps: 1_000, payerPoolBps: 5_000 },
  courts: {
    ...PENALTIES,
    evidenceWindowSeconds: 7n * DAY_S,
    terms: {
      ...VERDICTS,
      bond: parseEther('500'),
      seats: 24,
      quorum: 7,
      drawBlocks: 10n,
      drawWindow: 12n * HOUR_S,
      commitWindow: 12n * HOUR_S,
      revealWindow: 12n * HOUR_S,
      appealWindow: DAY_S,
      reportWindow: 2n * DAY_S,
      noShowPenalty: parseEther('50'),
    },
  },
  notice: { governorSeconds: Number(3n * DAY_S), adminSeconds: Number(7n * DAY_S) },
  faucet: undefined,
  emission: EMISSION,
};
