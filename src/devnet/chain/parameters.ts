import { parseEther } from 'viem';
import type { EpochRules } from '#protocol/draw/epoch.ts';

/** What a case before juries costs and how long it may take: `Terms` of contracts/src/disputes/Terms.sol. */
export interface JuryTerms {
  /** A juror's pay for each seat that found what the last jury found, in wei. */
  pay: bigint;
  /** What a juror that sealed no vote loses for each seat, in wei. */
  fine: bigint;
  /** How many of these fines a seat costs whose sealed vote found the opposite, or was not opened. */
  sealedFactor: number;
  /** Seats of the first jury, on average. */
  seats: number;
  /** Share of a jury's seats that must agree on a verdict. */
  quorumBps: number;
  /** Share of each deposit that is burned if there is no verdict. */
  feeBps: number;
  /** How many times as many seats each further jury has. */
  growth: number;
  /** The most juries of one case. */
  juries: number;
  /** Blocks until the one whose hash draws a jury. */
  drawBlocks: number;
  /** These five windows are in seconds. */
  commitWindow: number;
  revealWindow: number;
  appealWindow: number;
  settleWindow: number;
  fineWindow: number;
  /** Share of the node's stake that a wrong result costs. */
  slashBps: number;
  /** Share of the owner's own loss that pays for the case. */
  paidBps: number;
  /** The reporter's share of that loss, and a caller's share of a fine. */
  reporterBps: number;
  /** Share of what the owner can lose that each deposit puts at stake. */
  bondBps: number;
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
  /** Which blocks lotteries are drawn with. */
  epochs: EpochRules;
  slashing: {
    /** The most that a node loses in one cool-down, of all that a slash can reach. */
    capBps: number;
    /** How long the guardian can give a slash back. */
    holdSeconds: bigint;
  };
  courts: {
    /** Share of the owner's loss that goes to the reporter of the fault. */
    reporterBps: number;
    /** Share of a miner's stake that signing two results costs. */
    twoResultsBps: number;
    /** Share of a coordinator's stake that a wrong draw costs. */
    wrongDrawBps: number;
    /** How long after its lottery an assignment is evidence. */
    evidenceSeconds: bigint;
    terms: JuryTerms;
  };
  /**
   * How long before an action the role's holder must announce it. On a public network, the admin's notice is
   * longer than the cool-down: whoever disagrees can take its stake out first.
   */
  notice: { governorSeconds: number; adminSeconds: number };
  /**
   * Drip per address and period, and tokens and gas of all drips of a period; undefined where CAI has a
   * value. It is filled with `tokens` and `gas`.
   */
  faucet:
    | {
        tokenAmount: bigint;
        tokenBudget: bigint;
        gasAmount: bigint;
        gasBudget: bigint;
        periodSeconds: bigint;
        tokens: bigint;
        gas: bigint;
      }
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
/** For windows of juries, in seconds. */
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

const MINIMUMS = { minerMinimum: parseEther('20000'), coordinatorMinimum: parseEther('2000000') };
/**
 * A twentieth and a hundredth of the stake: more than any task pays, less than what drives an honest node
 * away.
 */
const PENALTIES = { reporterBps: 1_000, twoResultsBps: 500, wrongDrawBps: 100 };
/** A leaked key costs a node and its voters less than a third. */
const CAP_BPS = 3_000;
/** An assignment is valid for 15 minutes from an epoch that may be a minute old, and blocks may be late. */
const ASSIGNMENT_SECONDS = 20 * 60;
/** An L2 with a block every two seconds: a minute, and ten seconds to settle. */
const L2_EPOCHS = { blocks: 30, confirmations: 5, assignmentSeconds: ASSIGNMENT_SECONDS };
/**
 * Three juries, each four times as large. docs/juries.md says what they withstand. A seat with a wrong vote
 * costs twelve fines, the pay of 24: who votes "wrong" unseen loses unless 96 % of the accused are guilty.
 */
const VERDICTS = {
  ...{ growth: 4, juries: 3, feeBps: 1_000, sealedFactor: 12 },
  ...{ slashBps: 2_000, paidBps: 5_000, bondBps: 1_000 },
};
const EMISSION = { amount: parseEther('50000000'), durationSeconds: YEAR_S };

export const DEVNET: DeploymentParameters = {
  name: 'Cuckoo devnet',
  chainId: 31_337,
  devnet: true,
  // Short, so that a newcomer sees an unstake through to its end; longer than any task's life and its
  // dispute.
  staking: { ...MINIMUMS, coolDownSeconds: HOUR_S },
  // The miner gets the whole payment, so that its figures can be checked by hand.
  payments: { withdrawalDelaySeconds: DAY_S, feeBps: 0, payerPoolBps: 0 },
  // anvil makes a block for each transaction and none in between: a newcomer is drawn at once, and no draw
  // is old.
  epochs: { blocks: 1, confirmations: 0, assignmentSeconds: Number(YEAR_S) },
  slashing: { capBps: CAP_BPS, holdSeconds: 10n * MINUTE_S },
  courts: {
    ...PENALTIES,
    evidenceSeconds: 15n * MINUTE_S,
    terms: {
      ...VERDICTS,
      reporterBps: PENALTIES.reporterBps,
      pay: parseEther('1'),
      fine: parseEther('2'),
      // A devnet may have only two tabs. One juror, with all the seats, lacks a quorum once in 8,000 cases.
      seats: 32,
      juries: 2,
      quorumBps: 4_300,
      // anvil makes a block for each transaction. One must fit in between that names miners.
      drawBlocks: 2,
      commitWindow: 2 * MINUTE,
      revealWindow: MINUTE,
      appealWindow: 2 * MINUTE,
      settleWindow: 5 * MINUTE,
      fineWindow: 5 * MINUTE,
    },
  },
  notice: { governorSeconds: 0, adminSeconds: 0 },
  faucet: {
    // Enough to become a miner (20,000) and still have some to vote with.
    tokenAmount: parseEther('25000'),
    tokenBudget: parseEther('50000000'),
    gasAmount: parseEther('0.1'),
    gasBudget: parseEther('100'),
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
  staking: { ...MINIMUMS, coolDownSeconds: 14n * DAY_S },
  payments: { withdrawalDelaySeconds: DAY_S, feeBps: 1_000, payerPoolBps: 5_000 },
  epochs: L2_EPOCHS,
  slashing: { capBps: CAP_BPS, holdSeconds: DAY_S },
  courts: {
    ...PENALTIES,
    evidenceSeconds: DAY_S,
    terms: {
      ...VERDICTS,
      reporterBps: PENALTIES.reporterBps,
      pay: parseEther('2'),
      fine: parseEther('4'),
      seats: 12,
      quorumBps: 4_300,
      drawBlocks: 30,
      // Jurors are browser tabs, which sleep at night.
      commitWindow: DAY,
      revealWindow: DAY,
      appealWindow: DAY,
      settleWindow: DAY,
      fineWindow: DAY,
    },
  },
  notice: { governorSeconds: Number(HOUR_S), adminSeconds: Number(15n * DAY_S) },
  faucet: {
    tokenAmount: parseEther('25000'),
    // 200 newcomers a day: made-up addresses take a twentieth of what it has in one.
    tokenBudget: parseEther('5000000'),
    // Enough for thousands of transactions there; test ether is scarce.
    gasAmount: parseEther('0.001'),
    // Fifty newcomers a day: twenty days of made-up addresses empty it, and then its operator refills it.
    gasBudget: parseEther('0.05'),
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
  staking: { ...MINIMUMS, coolDownSeconds: 28n * DAY_S },
  payments: { withdrawalDelaySeconds: 3n * DAY_S, feeBps: 1_000, payerPoolBps: 5_000 },
  epochs: L2_EPOCHS,
  slashing: { capBps: CAP_BPS, holdSeconds: 7n * DAY_S },
  courts: {
    ...PENALTIES,
    evidenceSeconds: 7n * DAY_S,
    terms: {
      ...VERDICTS,
      reporterBps: PENALTIES.reporterBps,
      pay: parseEther('5'),
      fine: parseEther('10'),
      seats: 24,
      quorumBps: 4_400,
      drawBlocks: 30,
      commitWindow: 2 * DAY,
      revealWindow: DAY,
      appealWindow: 2 * DAY,
      settleWindow: 3 * DAY,
      fineWindow: 3 * DAY,
    },
  },
  notice: { governorSeconds: Number(3n * DAY_S), adminSeconds: Number(30n * DAY_S) },
  faucet: undefined,
  emission: EMISSION,
};
