import { MAINNET } from '#devnet/chain/parameters.ts';

/**
 * What no rule of the product fixes. Amounts are in CAI unless the name says dollars. Each is chosen on the
 * side of the attacker.
 */

export const DAY_S = 24 * 60 * 60;
export const MONTH_DAYS = 30;
export const YEAR_DAYS = 365;
export const WEI = 1e18;

/** All CAI there is: `SUPPLY` of contracts/src/CAI.sol. */
const SUPPLY = 1_000_000_000;

/**
 * What a year of a working node's stake earns at the least: its part of the emission if all CAI there is
 * were voted for working nodes. Jail and unbonding cost at least that.
 */
export const LEAST_YIELD =
  ((Number(MAINNET.emission.amount) / WEI / SUPPLY) * YEAR_DAYS * DAY_S) /
  Number(MAINNET.emission.durationSeconds);

/**
 * Tasks of a node in a day: of one that has some minutes of work an hour, of one that has a task every four
 * seconds, and the longest answers of 4,096 tokens as fast as an H200 writes one after the other.
 */
export const TASKS_PER_DAY = { quiet: 200, busy: 20_000, longest: 6_000 };

/**
 * From a result to the end of its audit: a miner may take two minutes each time it is asked for its trace,
 * and it is asked twice. What was signed in between is drawn at the old share.
 */
export const AUDIT_SECONDS = 300;

/**
 * A coordinator gives a miner no work for an hour after a wrong result: `LONGEST_REST_S` of its scheduler.
 */
export const REST_DAYS = 1 / 24;

/** Miners of the network, for its juries: by node, each awake with the turnout's chance. */
export const NODES = 30;
export const TURNOUT = 0.8;
/** Of 10,000 miners so many cheat, at first. It decides how many of the accused are guilty. */
export const CHEATING_MINERS = 10 / 10_000;
/** Cases in a month, and a juror's share of the weight. */
export const CASES_PER_MONTH = 30;
export const JUROR_SHARE = 0.01;

/** Dollars for a kWh of a household. */
export const DOLLARS_PER_KWH = 0.4;

/** What a device takes for the models of the repository (docs/engine.md), and what it draws beyond idling. */
export interface Device {
  name: string;
  watts: number;
  secondsPerStep: number;
  secondsPerToken: number;
  secondsPerPromptToken: number;
}

export const DEVICES = {
  slow: {
    ...{ name: 'a tab without a GPU (SwiftShader, two cores)', watts: 65 },
    ...{ secondsPerStep: 4.217 / 4, secondsPerToken: 1 / 3.1, secondsPerPromptToken: 1 / 57.8 },
  },
  fast: {
    ...{ name: 'a data centre GPU (H200)', watts: 700 },
    ...{ secondsPerStep: 0.037 / 4, secondsPerToken: 1 / 304, secondsPerPromptToken: 1 / 3_404 },
  },
} satisfies Record<string, Device>;

/** Prices of a CAI in dollars for which honest work is shown; the first is the bar's. */
export const CAI_DOLLARS = [0.001, 0.01, 0.1] as const;
/**
 * The transactions of a case that its reporter may have to pay, in gas, and dollars for a unit of gas on
 * Base.
 */
export const CASE_GAS = 5_000_000;
export const GAS_DOLLARS = 3e-8;

/** The prompt of a usual text task is as long as its answer. */
export const PROMPT_SHARE = 1;

/** Miners that work for one coordinator, and results that each lets wait for pay: `MOST_HELD` of the tab. */
export const SERVING_MINERS = 100;
export const HELD_RESULTS = 7;
/** Share of all stake that a coordinator's own miners have. */
export const OWN_SHARE = 0.3;
/**
 * Of a coordinator's results so many are ordered on a page that checks some itself: its visitor has a GPU,
 * and the model on the device or one that is small. Apps that call the API check nothing.
 */
export const CHECKING_CLIENTS = 0.1;
/** Of visitors whose page found a result wrong so many report it. Who does earns by it (reporters.ts). */
export const REPORTING_CLIENTS = 0.5;
