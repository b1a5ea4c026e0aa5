import { CONFIDENT } from '#tools/contracts/jury/wilson.ts';
import type { Attack } from '#tools/trust/economics/attacks.ts';
import { type Cycle, expectedCycle, perThousandTasks } from '#tools/trust/economics/closedForm.ts';
import { penaltyOf } from '#tools/trust/economics/penalty.ts';
import { playCycle } from '#tools/trust/economics/playedCycle.ts';
import { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** A mean over played cycles, and how far it may be off with the confidence of `CONFIDENT` deviations. */
export interface Estimate {
  mean: number;
  within: number;
}

/** An attack, played and summed. In CAI. */
export interface Outlook {
  perThousandTasks: Estimate;
  perMonth: Estimate;
  /** By the exact sum; undefined for several records. */
  exact: number | undefined;
}

/**
 * How far a mean may be off: by its deviation, and by values too rare to have come up, each off by `range`
 * at the most (Bernstein's inequality).
 */
const within = (variance: number, count: number, range: number): number =>
  CONFIDENT * Math.sqrt(Math.max(0, variance) / count) + (CONFIDENT ** 2 * range) / (3 * count);

/**
 * The mean of a ratio of means, as profit per task over whole cycles (renewal reward), and its deviation by
 * the delta method.
 */
function ratio(
  cycles: readonly Cycle[],
  { over, scale, range }: { over: 'tasks' | 'days'; scale: number; range: number },
): Estimate {
  const count = cycles.length;
  const mean = (of: (cycle: Cycle) => number) => cycles.reduce((sum, c) => sum + of(c), 0) / count;
  const [profit, length] = [mean((c) => c.profit), mean((c) => c[over])];
  const rate = profit / length;
  const variance = mean((c) => (c.profit - rate * c[over]) ** 2);
  return { mean: scale * rate, within: (scale * within(variance, count, range)) / length };
}

/** How much is played: until so many cycles or tasks. */
export interface Effort {
  cycles: number;
  tasks: number;
}

/** Cycles that are played however long they are. */
const FEWEST = 60;

function playCycles(attack: Attack, world: World, { cycles, tasks }: Effort, seed: number): Cycle[] {
  const random = new SeededRandom(seed);
  const played: Cycle[] = [];
  for (let spent = 0; played.length < FEWEST || (played.length < cycles && spent < tasks); ) {
    const cycle = playCycle(attack, world, random);
    played.push(cycle);
    // What is honest at first costs no time.
    spent += cycle.tasks - attack.after * (attack.records ?? 1);
  }
  return played;
}

/** The mean of `count` independent values that differ by `range` at the most. */
export function meanOf(count: number, range: number, draw: () => number): Estimate {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < count; i++) {
    const value = draw();
    sum += value;
    squares += value ** 2;
  }
  const mean = sum / count;
  return { mean, within: within(squares / count - mean ** 2, count, range) };
}

/** The mean profit of a cycle, in CAI. */
export function cycleProfit(attack: Attack, world: World, effort: Effort, seed: number): Estimate {
  const profits = playCycles(attack, world, effort, seed).map(({ profit }) => profit);
  return meanOf(profits.length, penaltyOf(world, 1), () => profits.pop()!);
}

/** Plays an attack and sums it up. */
export function outlookOf(attack: Attack, world: World, effort: Effort, seed: number): Outlook {
  const played = playCycles(attack, world, effort, seed);
  const range = penaltyOf(world, 1);
  const hasSum = (attack.records ?? 1) === 1 && attack.rebuilds !== true;
  return {
    perThousandTasks: ratio(played, { over: 'tasks', scale: 1_000, range }),
    perMonth: ratio(played, { over: 'days', scale: 30, range }),
    exact: hasSum ? perThousandTasks(expectedCycle(attack, world)) : undefined,
  };
}

/** Whether what was played fits the exact value, but for its rounding. */
export const agrees = ({ mean, within }: Estimate, exact: number): boolean =>
  Math.abs(mean - exact) <= within + 1e-9 * Math.max(1, Math.abs(exact));
