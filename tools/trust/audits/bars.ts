import { LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { isCaught, type Trial } from '#tools/trust/audits/trial.ts';

/** Of honest results: the most that may be doubted before they are checked again on another back end. */
export const MOST_DOUBTED = 0.001;
/** Of cheats over a whole result: the fewest that an audit must catch. */
export const LEAST_CAUGHT = 0.999;
/** Audits of miners with long clean records may take this share of the network's work. */
export const MOST_COST = 0.05;

/** Trials that the bars need, where not only a part of the table is tried. */
export const LEAST_TRIALS = { honest: 10_000, whole: 1_000 };

/** Only images have a trace beside what they show: its first part is the noise that they start from. */
const hasTrace = ({ measures }: Trial): boolean => Object.hasOwn(measures, 'start');

/**
 * Texts that are the honest ones cannot be called cheats: weights in 8 bits write many word for word. An
 * image that looks the same was computed in another way, and its trace shows that.
 */
export const isCheat = (trial: Trial): boolean =>
  trial.kind === 'part' ||
  trial.kind === 'inside' ||
  (trial.kind === 'whole' && (trial.effect > 0 || hasTrace(trial)));

export interface Counted {
  readonly hits: number;
  readonly trials: number;
}

export const caughtOf = (trials: readonly Trial[]): Counted => ({
  hits: trials.filter(isCaught).length,
  trials: trials.length,
});

/** Models with random weights compute next to nothing, so that what surrounds it would be all their cost. */
export const isSmall = (model: string): boolean => model.startsWith('random');

/** Honest results that were found wrong twice, on two back ends. */
export const convictedOf = (trials: readonly Trial[]): readonly Trial[] =>
  trials.filter((trial) => trial.name === CHECKED_AGAIN && isCaught(trial));

/** Name of the second audit of an honest result, where the first found it wrong. */
export const CHECKED_AGAIN = 'honest, checked again';

/** Time of the audits as a share of the work, for miners that are audited least. */
export function steadyCostOf(trials: readonly Trial[]): number {
  const honest = trials.filter(({ name, made, audited }) => name === 'honest' && made === audited);
  const sum = (of: (trial: Trial) => number) => honest.reduce((total, trial) => total + of(trial), 0);
  return (LEAST_AUDITED * sum(({ auditMs }) => auditMs)) / sum(({ taskMs }) => taskMs);
}

/**
 * What misses a bar, as sentences. Nothing keeps to a bar that was not tried.
 * @param least so many trials of honest results, and of forgeries of whole ones, over all models
 * @example missesOf(trials, LEAST_TRIALS);
 */
export function missesOf(trials: readonly Trial[], least = { honest: 1, whole: 1 }): string[] {
  const misses: string[] = [];
  const honest = caughtOf(trials.filter(({ name }) => name === 'honest'));
  const whole = trials.filter((trial) => trial.kind === 'whole' && isCheat(trial));
  if (honest.trials < least.honest)
    misses.push(`only ${honest.trials} of ${least.honest} honest results were tried`);
  if (whole.length < least.whole)
    misses.push(`only ${whole.length} of ${least.whole} forgeries of a whole result were tried`);
  if (honest.hits > MOST_DOUBTED * honest.trials)
    misses.push(`${honest.hits} of ${honest.trials} honest results are doubted`);
  for (const { model, index } of convictedOf(trials))
    misses.push(`honest result ${index} of ${model} is convicted`);
  for (const [model, ofModel] of groupBy(trials, (trial) => trial.model)) {
    for (const [name, ofAttack] of groupBy(ofModel, (trial) => trial.name)) {
      const { hits, trials: count } = caughtOf(ofAttack.filter(isCheat));
      if (ofAttack[0]!.kind === 'whole' && hits < LEAST_CAUGHT * count)
        misses.push(`${model}, ${name}: ${hits} of ${count} caught`);
    }
    const cost = steadyCostOf(ofModel);
    if (cost > MOST_COST && !isSmall(model))
      misses.push(`${model}: audits cost ${(100 * cost).toFixed(2)} % of the work`);
  }
  return misses;
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
