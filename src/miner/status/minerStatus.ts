import type { Address, Hex } from 'viem';
import type { LoanProblem } from '#miner/models/modelLoanError.ts';
import type { Failure } from '#miner/status/failure.ts';
import type { DrawFault } from '#protocol/court/drawReport.ts';
import type { Finding } from '#protocol/court/vote.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

/** What a miner does, in one word. `phaseOf` derives it. */
export type MinerPhase =
  | 'off'
  | 'checking'
  | 'loading'
  | 'proving'
  | 'connecting'
  | 'mining'
  | 'stopping'
  | 'failed';

/** What is known of a miner. Plain data that crosses from its worker; amounts are decimal wei of CAI. */
export interface MinerFacts {
  /** Whether the miner was started and has not ended. */
  lifecycle: 'off' | 'running' | 'stopping' | 'failed';
  gpu: { name: string; fallback: boolean } | null;
  models: ModelStatus[];
  coordinators: CoordinatorStatus[];
  /** Running tasks: one, or several texts of one model that are computed together. */
  current: CurrentTask[];
  /** Paused: it stays connected and takes no tasks. */
  resting: boolean;
  /** Until when it rests so that the GPU keeps to its share, in Unix seconds; null for no such rest. */
  restsUntil: number | null;
  /** Number of tasks taken that wait for the GPU. */
  queued: number;
  tasksDone: number;
  tasksFailed: number;
  secondsPerImage: number | null;
  tokensPerSecond: number | null;
  /** Sum of the newest vouchers' cumulative amounts. */
  earnedWei: string;
  /** Newest first, at most RECENT_TASKS. */
  recent: RecentTask[];
  /** Juries on which this tab's node has seats, newest first, at most JURIES_SHOWN. */
  juries: JuryStatus[];
  /** Numbers of the cases that run against this tab's node, newest first, at most CASES_SHOWN. */
  casesAgainst: string[];
  /** Wrong draws that this tab has seen, newest first, at most FAULTS_SHOWN. */
  faults: FaultStatus[];
  error: Failure | null;
  /** Why no task is taken: this tab’s view of the chain is too old to check one. */
  chainProblem: string | null;
  /** Tasks are over by the clock here before they begin: it is faster than a task lasts. */
  isClockFast: boolean;
}

/** All that a page shows of its miner. */
export interface MinerStatus extends MinerFacts {
  phase: MinerPhase;
}

export interface ModelStatus {
  id: string;
  name: string;
  state: 'waiting' | 'downloading' | 'verifying' | 'compiling' | 'proving' | 'ready' | 'refused';
  loadedBytes: number;
  totalBytes: number;
  detail: string | null;
  /**
   * Wei of CAI that this GPU earns in an hour of work: by its last tasks, or by a timed one before
   * there are any.
   */
  hourlyWei: string | null;
  /** Runs of test inputs on this GPU, done and in all; null before the first. */
  tests: { done: number; total: number } | null;
  /**
   * How far the worst test input is from its reference, as a share of what is allowed; null until all have
   * passed.
   */
  deviation: number | null;
}

/** Of a model of which nothing is known yet. */
export const newModel = (id: string, name: string): ModelStatus => ({
  ...{ id, name, state: 'waiting', loadedBytes: 0, totalBytes: 0 },
  ...{ detail: null, hourlyWei: null, tests: null, deviation: null },
});

export interface CoordinatorStatus {
  operator: Address;
  name: string;
  /** `left`: it paid less than it signed for, and is not served until the user resumes it. */
  state: 'connecting' | 'connected' | 'refused' | 'away' | 'left';
  code: RefusalCode | null;
  sentence: string | null;
  figures: CoordinatorFigures;
}

/** What a tab has counted of a coordinator; older counts weigh less, so they may be fractions. */
export interface CoordinatorFigures {
  /** Results whose audit was due and was made. */
  audited: number;
  /** Results whose audit was due and was not made. */
  skipped: number;
  /** Tasks that this tab was given. */
  given: number;
  /** Tasks for which it was passed over although it was connected, free and offered the model. */
  passedOver: number;
  /** Wrong draws of which this tab keeps the evidence. */
  wrongDraws: number;
}

export const NO_FIGURES: CoordinatorFigures = {
  ...{ audited: 0, skipped: 0, given: 0, passedOver: 0, wrongDraws: 0 },
};

export interface CurrentTask {
  taskId: Hex;
  kind: TaskKind;
  model: string;
  /** Steps of an image, or characters of a text. */
  done: number;
  total: number | null;
  text: string | null;
}

export interface RecentTask {
  taskId: Hex;
  kind: TaskKind;
  model: string;
  seconds: number;
  amountWei: string;
  /** Unix seconds. */
  at: number;
}

export const RECENT_TASKS = 20;

/** How far a jury is for this tab: see `juryStepOf`. */
export type JuryStep = 'judging' | 'sealed' | 'committed' | 'opening' | 'opened' | 'missed' | 'over';

/** What a settled case brought or cost a juror. */
export interface JuryOutcome {
  /** What the last jury found; null if it found nothing. */
  verdict: Finding | null;
  /** `owed`: to be paid. `finable`: nobody has had it fined yet, and for a while anybody can. */
  result: 'paid' | 'owed' | 'fined' | 'finable' | 'none';
  /** The pay or the fine. */
  amountWei: string;
}

/** What keeps a juror from judging or voting. */
export type JuryProblem = RefusalCode | LoanProblem;

/** A jury on which this tab's node has seats. */
export interface JuryStatus {
  /** Decimal number of the case. */
  caseId: string;
  /** 0 is the case's first jury. */
  round: number;
  seats: number;
  step: JuryStep;
  /**
   * While it judges: what it does now. `downloading` and `preparing` are of a model that the tab does not
   * mine with.
   */
  work: 'waiting' | 'fetching' | 'downloading' | 'preparing' | 'measuring' | null;
  /** While it downloads such a model: bytes of all its files. */
  download: { done: number; total: number } | null;
  /** This tab's vote, once it is sealed. */
  finding: Finding | null;
  /** Why it found the evidence `unavailable`. */
  reason: JuryProblem | null;
  /** How far the reported result is from what this GPU measured: 1 is the most that an honest one reaches. */
  distance: number | null;
  /** When the present step must be done or can end, in Unix seconds. */
  deadline: number | null;
  outcome: JuryOutcome | null;
  /** What is in the way. */
  problem: JuryProblem | null;
}

export const JURIES_SHOWN = 20;
export const CASES_SHOWN = 20;

/** A draw of a coordinator that is not the lottery's. */
export interface FaultStatus {
  /** `drawReportId`; the miner gives the report for it. */
  id: Hex;
  fault: DrawFault;
  /** The accused. */
  operator: Address;
  /**
   * `found`: no coordinator has taken it yet. `handed`: one will send it. `punished`: the chain shows the
   * slash. `late`: it can no longer be proved.
   */
  state: 'found' | 'handed' | 'punished' | 'late';
  /** Unix seconds. */
  noticedAt: number;
}

export const FAULTS_SHOWN = 10;

export const initialStatus: MinerStatus = {
  lifecycle: 'off',
  phase: 'off',
  gpu: null,
  models: [],
  coordinators: [],
  current: [],
  resting: false,
  restsUntil: null,
  queued: 0,
  tasksDone: 0,
  tasksFailed: 0,
  secondsPerImage: null,
  tokensPerSecond: null,
  earnedWei: '0',
  recent: [],
  juries: [],
  casesAgainst: [],
  faults: [],
  error: null,
  chainProblem: null,
  isClockFast: false,
};
