import type { TaskKind } from '#protocol/task/taskRequest.ts';

const MINUTES_PER_HOUR = 60;

/** What is known of the tasks and miners of one coordinator. */
export interface CoordinatorTraffic {
  /** Wei of CAI: stake of all miners that are online there, this tab's included. */
  onlineWeight: bigint;
  /** Tasks that it delivered in the last hour. */
  lastHour: Readonly<Record<TaskKind, number>>;
}

/** A miner in the draw. */
export interface DrawnMiner {
  /** Wei of CAI: its stake, 0 while its node is not active. */
  weight: bigint;
  /** What its models make. */
  kinds: ReadonlySet<TaskKind>;
}

export interface WorkOdds {
  /** How likely it is to be drawn for a task, 0..1. Where tasks come from several coordinators, the mean. */
  share: number;
  /** Of the kinds that its models make, at all of its coordinators. */
  tasksPerMinute: number;
  /** How long it waits for a task on average, in seconds; undefined where none came in the last hour. */
  secondsPerTask: number | undefined;
}

const WHOLE = 10n ** 12n;
const fraction = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * WHOLE) / whole) / Number(WHOLE);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/**
 * How often a miner gets work. The draw gives each task to one of the miners that can do it, by stake; who is
 * offline is passed over. Miners that are online and have other models count as if they had these.
 * @example
 * const ann = { onlineWeight: 4n, lastHour: { image: 9, text: 60 } };
 * workOdds({ weight: 1n, kinds: new Set(['text']) }, [ann]);
 * // { share: 0.25, tasksPerMinute: 1, secondsPerTask: 240 }
 */
export function workOdds(miner: DrawnMiner, coordinators: readonly CoordinatorTraffic[]): WorkOdds {
  const each = coordinators.map(({ onlineWeight, lastHour }) => ({
    share: fraction(miner.weight, onlineWeight),
    tasksPerMinute: sum([...miner.kinds].map((kind) => lastHour[kind])) / MINUTES_PER_HOUR,
  }));
  const tasksPerMinute = sum(each.map((one) => one.tasksPerMinute));
  const drawnPerMinute = sum(each.map((one) => one.share * one.tasksPerMinute));
  const share =
    tasksPerMinute > 0
      ? drawnPerMinute / tasksPerMinute
      : sum(each.map((one) => one.share)) / Math.max(1, each.length);
  return { share, tasksPerMinute, secondsPerTask: drawnPerMinute > 0 ? 60 / drawnPerMinute : undefined };
}
