import type { Attack } from '#tools/trust/economics/attacks.ts';
import { expectedCycle } from '#tools/trust/economics/closedForm.ts';
import type { World } from '#tools/trust/economics/world.ts';

const HALVINGS = 60;

/**
 * Where a falling profit passes zero, on a logarithmic scale.
 * @returns undefined where it has one sign between `low` and `high`
 */
export function breakEven(profitAt: (x: number) => number, low: number, high: number): number | undefined {
  const falls = profitAt(low) >= 0;
  if (falls === profitAt(high) >= 0) return undefined;
  let [from, to] = [Math.log(low), Math.log(high)];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2;
    if (profitAt(Math.exp(middle)) >= 0 === falls) from = middle;
    else to = middle;
  }
  return Math.exp((from + to) / 2);
}

const profitOf = (attack: Attack, world: World): number => expectedCycle(attack, world).profit;

/** How little an audit may find before the attack pays; undefined where it never does. */
export const leastDetection = (attack: Attack, world: World): number | undefined =>
  breakEven(
    (found) => profitOf({ ...attack, detection: { withTrace: found, withoutTrace: found } }, world),
    1e-6,
    1,
  );

/** The pay of a task from which on the attack pays, in CAI. */
export const dearestPrice = (attack: Attack, world: World): number | undefined =>
  breakEven((price) => profitOf(attack, { ...world, price }), 1e-3, 1e7);

/** The chance of a conviction below which the attack pays. */
export const leastConviction = (attack: Attack, world: World): number | undefined =>
  breakEven((convicts) => profitOf(attack, { ...world, convicts }), 1e-6, 1);

/** The least bond at which the attack does not pay, in CAI. */
export const leastStake = (attack: Attack, world: World): number | undefined =>
  breakEven((stake) => profitOf(attack, { ...world, stake }), 1e-2, 1e7);

/**
 * Tasks a day from which on the attack pays: what is signed during one audit is then worth more than the
 * cap.
 */
export const mostTasksPerDay = (attack: Attack, world: World): number | undefined =>
  breakEven((tasksPerDay) => profitOf(attack, { ...world, tasksPerDay }), 1, 1e6);
