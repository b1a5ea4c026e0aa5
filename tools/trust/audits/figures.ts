import { LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { caughtOf, convictedOf, groupBy, isCheat, isSmall, steadyCostOf } from '#tools/trust/audits/bars.ts';
import { caughtWithin, type Standing } from '#tools/trust/audits/detection.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';
import type { AttackFigures, AuditFigures, ModelFigures } from '#web/trust/measured/auditFigures.ts';

/** After how many tasks it is said how likely a miner is caught. */
export const TASKS = [1, 10, 100];

/**
 * The figures of the Trust page.
 * @param trials of docs/trust/audits.jsonl
 */
export const figuresOf = (trials: readonly Trial[]): AuditFigures => ({
  models: [...groupBy(trials, ({ model }) => model)].map(modelFigures),
  attacks: [...groupBy(trials.filter(isCheat), ({ name }) => name)].map(attackFigures),
});

function modelFigures([name, trials]: [string, Trial[]]): ModelFigures {
  const { hits, trials: honest } = caughtOf(trials.filter((trial) => trial.name === 'honest'));
  const steadyCost = isSmall(name) ? undefined : steadyCostOf(trials);
  return {
    ...{ name, honest, doubted: hits, convicted: convictedOf(trials).length, steadyCost },
    auditCost: steadyCost === undefined ? undefined : steadyCost / LEAST_AUDITED,
  };
}

/** To four digits: more than the page shows. */
const rounded = (chance: number) => Number(chance.toPrecision(4));

function attackFigures([name, trials]: [string, Trial[]]): AttackFigures {
  const { hits, trials: tried } = caughtOf(trials);
  const rates = [...groupBy(trials, ({ model }) => model).values()].map((ofModel) => {
    const counted = caughtOf(ofModel);
    return counted.hits / counted.trials;
  });
  const within = (standing: Standing) =>
    TASKS.map((tasks) => rounded(caughtWithin(tasks, Math.min(...rates), standing)));
  const { kind } = trials[0]!;
  if (kind === 'honest') throw new Error(`${name} is no attack.`);
  return { name, kind, tried, caught: hits, newMiner: within('new'), agedMiner: within('aged') };
}
