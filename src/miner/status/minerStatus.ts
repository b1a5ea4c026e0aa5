import type { Address, Hex } from 'viem';
import type { Failure } from '#miner/status/failure.ts';
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
  error: Failure | null;
  /** Why no task is taken: this tab’s view of the chain is too old to check one. */
  chainProblem: string | null;
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
   * Wei of CAI that this GPU earns in an hour of work: by its last tasks, or by the reference task before
   * there are any.
   */
  hourlyWei: string | null;
}

export interface CoordinatorStatus {
  operator: Address;
  name: string;
  /** `left`: it paid less than it signed for, and is not served until the user resumes it. */
  state: 'connecting' | 'connected' | 'refused' | 'away' | 'left';
  code: RefusalCode | null;
  sentence: string | null;
}

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

export const initialStatus: MinerStatus = {
  lifecycle: 'off',
  phase: 'off',
  gpu: null,
  models: [],
  coordinators: [],
  current: [],
  resting: false,
  queued: 0,
  tasksDone: 0,
  tasksFailed: 0,
  secondsPerImage: null,
  tokensPerSecond: null,
  earnedWei: '0',
  recent: [],
  error: null,
  chainProblem: null,
};
