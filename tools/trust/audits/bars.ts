import { LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { isCaught, type Trial } from '#tools/trust/audits/trial.ts';

/** Of honest results: the most that may be doubted before they are checked again on another back end. */
export const MOST_DOUBTED = 0.001;
/** Of cheats over a whole result: the fewest that an audit must catch. */
export const LEAST_CAUGHT = 0.999;
/** Audits of miners with long clean records may take this share of the network's work. */
export const MOST_COST = 0.05;

/**
 * Results that are the honest ones cannot be called cheats: weights in 8 bits write many texts word for word.
 */
export const isCheat = ({ kind, effect, name }: Trial): boolean =>
  kind === 'part' ||
  kind === 'inside' ||
  (kind === 'whole' && (effect > 0 || name.startsWith('wrong first')));

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

/** What misses a bar, as sentences. */
export function missesOf(trials: readonly Trial[]): string[] {
  const misses: string[] = [];
  const honest = caughtOf(trials.filter(({ name }) => name === 'honest'));
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
