import { describe, expect, it } from 'vitest';
import { CHECKED_AGAIN } from '#tools/trust/audits/bars.ts';
import { figuresOf } from '#tools/trust/audits/figures.ts';
import { readTrials } from '#tools/trust/audits/rawData.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';
import { ATTACK_NAMES, MODEL_NAMES } from '#web/trust/measured/measuredNames.ts';

const trial = (change: Partial<Trial> = {}): Trial => ({
  ...{ name: 'honest', kind: 'honest', model: 'draw', precision: 'float32', made: 'native' },
  ...{ audited: 'native', architecture: 'x64', engine: '1.30.0', index: 0, measures: {}, distance: 0.1 },
  ...{ auditMs: 50, taskMs: 100, effect: 0 },
  ...change,
});
const blank = { name: 'blank picture', kind: 'whole', effect: 0.5 } as const;

describe('the figures of the Trust page', () => {
  it('count honest results, those that were doubted, and those that a second audit doubted too', () => {
    const { models } = figuresOf([
      ...[trial(), trial(), trial({ distance: 2 })],
      trial({ name: CHECKED_AGAIN, distance: 3 }),
      trial({ model: 'random' }),
    ]);
    expect(models).toEqual([
      { name: 'draw', honest: 3, doubted: 1, convicted: 1, auditCost: 0.5, steadyCost: 0.025 },
      { name: 'random', honest: 1, doubted: 0, convicted: 0, auditCost: undefined, steadyCost: undefined },
    ]);
  });

  it('take the model with which an attack is caught least for its probabilities', () => {
    const { attacks } = figuresOf([
      ...[trial({ ...blank, distance: 9 }), trial({ ...blank, distance: null })],
      ...[trial({ ...blank, model: 'paint', distance: 9 }), trial({ ...blank, model: 'paint' })],
    ]);
    expect(attacks).toHaveLength(1);
    expect(attacks[0]).toMatchObject({ name: 'blank picture', kind: 'whole', tried: 4, caught: 3 });
    expect(attacks[0]!.newMiner[0]).toBe(0.5);
    expect(attacks[0]!.agedMiner[0]).toBe(0.025);
    // An aged miner's hundred tasks, of which each shows it with this probability.
    expect(attacks[0]!.agedMiner[2]).toBeCloseTo(1 - 0.975 ** 100, 3);
  });

  it('leave out forged results that came out as the honest ones', () => {
    expect(figuresOf([trial({ ...blank, effect: 0 })]).attacks).toEqual([]);
  });

  it('have a name in the languages of the page for each model and attack of the raw data', () => {
    const { models, attacks } = figuresOf(readTrials());
    expect(attacks.length).toBeGreaterThan(0);
    expect(models.filter(({ name }) => MODEL_NAMES[name] === undefined)).toEqual([]);
    expect(attacks.filter(({ name }) => ATTACK_NAMES[name] === undefined)).toEqual([]);
  });
});
