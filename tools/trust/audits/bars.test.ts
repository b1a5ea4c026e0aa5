import { describe, expect, it } from 'vitest';
import { CHECKED_AGAIN, missesOf, steadyCostOf } from '#tools/trust/audits/bars.ts';
import { caughtWithin } from '#tools/trust/audits/detection.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';

const trial = (change: Partial<Trial> = {}): Trial => ({
  ...{
    name: 'honest',
    kind: 'honest',
    model: 'draw',
    precision: 'float32',
    made: 'native',
    audited: 'native',
    architecture: 'x64',
    engine: '1.30.0',
  },
  ...{ index: 0, measures: {}, distance: 0.1, auditMs: 50, taskMs: 100, effect: 0 },
  ...change,
});
const many = (count: number, change: Partial<Trial> = {}) =>
  Array.from({ length: count }, (_, index) => trial({ index, ...change }));
const forged = { name: 'blank picture', kind: 'whole', effect: 0.5 } as const;

describe('missesOf', () => {
  it('finds nothing in results that keep to the bars', () => {
    expect(
      missesOf([...many(1_000), trial({ distance: 2 }), ...many(999, { ...forged, distance: null })]),
    ).toEqual([]);
  });

  it.each<[string, Trial[]]>([
    ['two of a thousand honest results doubted', [...many(998), ...many(2, { distance: 1.1 })]],
    ['an honest result found wrong twice', [...many(5), trial({ name: CHECKED_AGAIN, distance: 1.1 })]],
    [
      'one of ten forged results passed',
      [...many(5), ...many(9, { ...forged, distance: 9 }), trial({ ...forged })],
    ],
    ['audits that cost more than the task', many(5, { auditMs: 101 })],
  ])('finds %s', (_, trials) => {
    // Each of them has a forgery that is caught, too.
    expect(missesOf([...trials, trial({ ...forged, model: 'other', distance: 9 })])).toHaveLength(1);
  });

  it('does not count a forgery that came out as the honest result', () => {
    const caught = trial({ ...forged, distance: 9 });
    expect(missesOf([...many(5), caught, trial({ ...forged, effect: 0 })])).toEqual([]);
    // An image's trace shows how it was made, whatever it looks like.
    const measures = { start: [0, 1] } as const;
    expect(missesOf([...many(5), caught, trial({ ...forged, effect: 0, measures })])).toHaveLength(1);
  });

  it('finds that too little was tried', () => {
    expect(missesOf([])).toHaveLength(2);
    expect(missesOf(many(5))).toEqual(['only 0 of 1 forgeries of a whole result were tried']);
    const least = { honest: 6, whole: 2 };
    expect(missesOf([...many(5), trial({ ...forged, distance: 9 })], least)).toHaveLength(2);
  });
});

it('steadyCostOf weighs the audits of honest results on the back end that made them', () => {
  const trials = [trial({ auditMs: 10 }), trial({ auditMs: 30 }), trial({ audited: 'wasm', auditMs: 1e6 })];
  expect(steadyCostOf(trials)).toBeCloseTo(0.05 * 0.2, 12);
});

it.each([
  ['new', 1, 0.5, 0.5],
  ['new', 8, 0.5, 1 - 0.5 ** 8],
  ['aged', 1, 1, 0.05],
  ['aged', 100, 1, 1 - 0.95 ** 100],
] as const)('caughtWithin: a miner that is %s, in %i tasks', (standing, tasks, whenAudited, chance) => {
  expect(caughtWithin(tasks, whenAudited, standing)).toBeCloseTo(chance, 12);
});
