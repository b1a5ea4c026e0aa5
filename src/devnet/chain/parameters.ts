import { parseEther } from 'viem';

/** What a case before a jury costs and how long it may take, as `Juries` is deployed with it. */
export interface JuryTerms {
  /** Of the reporter, in wei; an appeal costs twice that. */
  bond: bigint;
  /** Jurors drawn on average; an appeal draws twice as many. */
  seats: number;
  /** The least votes that make a verdict. */
  quorum: number;
  /** Blocks until the one whose hash draws the jury. */
  drawBlocks: bigint;
  /** Seconds, all of these. */
  drawWindow: bigint;
  commitWindow: bigint;
  revealWindow: bigint;
  appealWindow: bigint;
  reportWindow: bigint;
  /** Of the node's stake, where its result was wrong. */
  slashBps: number;
  /** Of what the owner loses by that, to the jurors. */
  jurorBps: number;
  /** Taken from a drawn miner that did not reveal, in wei. */
  noShowPenalty: bigint;
}

/** What a deployment is made with. CAI has 18 decimals, as ether has, so `parseEther` reads both. */
export interface DeploymentParameters {
  name: string;
  chainId: number;
  /** A chain of no value on this machine. */
  devnet: boolean;
  staking: { minerMinimum: bigint; coordinatorMinimum: bigint; coolDownSeconds: bigint };
  payments: {
    withdrawalDelaySeconds: bigint;
    /** The voters' part of a payment to a node. */
    feeBps: number;
    /** Of that, the part of the payer's voters. */
    payerPoolBps: number;
  };
  courts: {
    /** Share of the owner's loss that goes to the reporter of the fault. */
    reporterBps: number;
    /** Of a miner's stake, for two results. */
    equivocationBps: number;
    /** Of a coordinator's stake, for a wrong assignment. */
    wrongAssignmentBps: number;
    evidenceWindowSeconds: bigint;
    terms: JuryTerms;
  };
  /** How long a role's holder has to announce beforehand what it does. */
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
  deposit: bigint;
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
  // All of a payment to the miner, so that its figures can be followed by hand.
  payments: { withdrawalDelaySeconds: DAY_S, feeBps: 0, payerPoolBps: 0 },
  courts: {
    ...PENALTIES,
    evidenceWindowSeconds: 15n * MINUTE_S,
    terms: {
      ...VERDICTS,
      bond: parseEther('100'),
      // Two tabs are a network here: one juror is enough.
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
  deposit: parseEther('1000000'),
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
    // Thousands of transactions there; test ether is hard to come by.
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
