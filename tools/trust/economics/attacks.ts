import { FIRST_AUDITED, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { TASKS_PER_DAY } from '#tools/trust/economics/assumptions.ts';
import type { Detection, Fault } from '#tools/trust/economics/detection.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** Results after which a clean record is audited at the floor. */
export const TRUSTED_AFTER = FIRST_AUDITED / LEAST_AUDITED;

/**
 * What a miner does that is not what it is paid for. Its profit is the pay of work that it did not do, less
 * what it loses: the pay of results that were found out, slashes, and what its stake does not earn. What it
 * does honestly beside that does not count.
 */
export interface Attack {
  name: string;
  fault: Fault;
  /** Other chances to be found than the table's, for break-even points. */
  detection?: Detection;
  /** Share of a result's work that it leaves out. */
  skipped: number;
  /** Share of its results, of those after `after`, that it fakes. */
  cheats: number;
  /** Results that it computes honestly first, for each record. */
  after: number;
  /** Does not hand over the trace of a faked result. */
  withholds?: boolean;
  /** Goes on with a new node after each conviction, and does not wait for the end of jail. */
  again?: boolean;
  /** Records, each of one model with one coordinator, among which its tasks take turns. */
  records?: number;
  /** Builds records anew, and cheats again, while its cases run. */
  rebuilds?: boolean;
  /** Where it is tried, if that is not the default. */
  world?: Partial<World>;
}

const whole = { fault: 'nothing computed', skipped: 1 } as const;
const always = { cheats: 1, after: TRUSTED_AFTER };

export const ATTACKS: readonly Attack[] = [
  { name: 'noise or a blank picture, from the first result', ...whole, cheats: 1, after: 0 },
  { name: 'honest until trusted, then every result', ...whole, ...always },
  { name: 'honest until trusted, then one in ten', ...whole, cheats: 0.1, after: TRUSTED_AFTER },
  { name: 'honest until trusted, then one in a hundred', ...whole, cheats: 0.01, after: TRUSTED_AFTER },
  { name: 'a new node after each conviction', ...whole, ...always, again: true },
  {
    name: 'a new node each time, with a task every four seconds',
    ...{ ...whole, ...always, again: true },
    world: { tasksPerDay: TASKS_PER_DAY.busy },
  },
  {
    name: 'a new node each time, with the dearest tasks there are',
    ...{ ...whole, ...always, again: true },
    world: { tasksPerDay: TASKS_PER_DAY.longest, price: DEAREST.largest },
  },
  {
    name: 'four records cheated at once, with a task every four seconds',
    ...{ ...whole, ...always, again: true, records: 4 },
    world: { tasksPerDay: TASKS_PER_DAY.busy },
  },
  {
    name: 'sixteen records cheated at once, with the dearest tasks there are',
    ...{ ...whole, ...always, again: true, records: 16 },
    world: { tasksPerDay: TASKS_PER_DAY.longest, price: DEAREST.largest },
  },
  {
    name: 'one record built anew until jail, with a task every four seconds',
    ...{ ...whole, ...always, again: true, rebuilds: true },
    world: { tasksPerDay: TASKS_PER_DAY.busy },
  },
  { name: 'a smaller model', fault: 'smaller model', skipped: 0.8, ...always },
  { name: 'stronger quantization', fault: 'stronger quantization', skipped: 0.5, ...always },
  {
    name: 'a cheap model writes, the real one proves',
    ...{ fault: 'cheap model writes, real one proves', skipped: 0.8, ...always },
  },
  { name: 'half of the steps', fault: 'fewer steps', skipped: 0.5, ...always },
  { name: 'one step of four left out', fault: 'one step of four left out', skipped: 1 / 4, ...always },
  { name: 'one step of fifty left out', fault: 'one step of fifty left out', skipped: 1 / 50, ...always },
  { name: 'five tokens of 100 made up', fault: 'five tokens of 100', skipped: 0.05, ...always },
  { name: 'nothing computed, trace withheld', ...whole, ...always, withholds: true },
  {
    name: 'half of the steps, trace withheld',
    ...{ fault: 'fewer steps', skipped: 0.5, ...always, withholds: true },
  },
  {
    name: 'one step of four left out, trace withheld',
    ...{ fault: 'one step of four left out', skipped: 1 / 4, ...always, withholds: true },
  },
];
