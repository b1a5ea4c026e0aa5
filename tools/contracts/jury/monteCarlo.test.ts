import { describe, expect, it } from 'vitest';
import { agreementOf } from '#tools/contracts/jury/agreement.ts';
import { jurorsOf, type Play, play } from '#tools/contracts/jury/monteCarlo.ts';
import { poolOf, SPLITS } from '#tools/contracts/jury/network.ts';
import { wilson } from '#tools/contracts/jury/wilson.ts';

const PLAY: Play = {
  nodes: 5,
  split: 'one node',
  accused: 'honest',
  terms: { seats: 2, growth: 2, juries: 2, quorumBps: 4_000 },
  turnout: 0.5,
  reading: 'node',
  samples: 300,
};

describe('cases played node by node', () => {
  it('end as often as the exact sums say', () => {
    expect(agreementOf(PLAY).filter(({ agrees }) => !agrees)).toEqual([]);
  });

  it('may never end in what is impossible', () => {
    const [colluders] = agreementOf({ ...PLAY, accused: 'guilty' });
    expect(colluders).toMatchObject({ end: 'colluders', hits: 0, exact: 0, agrees: true });
  });

  it('end otherwise if fewer turn up than the sums are told', () => {
    const { honest } = play({ ...PLAY, turnout: 0.2 }).outcomes;
    const told = agreementOf({ ...PLAY, samples: 1 }).find(({ end }) => end === 'honest')!;
    expect(wilson(honest, PLAY.samples)[1]).toBeLessThan(told.exact);
  });

  it('take the votes of all that are awake', () => {
    const { votes } = play({ ...PLAY, reading: 'share' });
    const pool = poolOf(PLAY.nodes, PLAY.split, PLAY.accused);
    const expected = PLAY.samples * 6 * (pool.colluding + pool.honest * PLAY.turnout);
    // Poisson's deviation is the root of the mean.
    expect(Math.abs(votes - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});

describe('jurorsOf', () => {
  it.each(SPLITS)('seats the weight that the sums count, split: %s', (split) => {
    for (const accused of ['honest', 'guilty'] as const) {
      const pool = poolOf(30, split, accused);
      const jurors = jurorsOf({ nodes: 30, split, accused });
      const colluding = jurors.filter(({ colludes }) => colludes).reduce((sum, { share }) => sum + share, 0);
      expect(colluding).toBeCloseTo(pool.colluding, 9);
      expect(jurors.filter(({ colludes }) => !colludes)).toHaveLength(pool.honestJurors);
    }
  });
});

describe('wilson', () => {
  it.each([
    [0, 4_000, 1.96, 0, 0.00096],
    [50, 100, 1.96, 0.4038, 0.5962],
    [100, 100, 1.96, 0.963, 1],
  ])('bounds what happened %i times in %i by the published interval', (hits, samples, z, low, high) => {
    const [from, to] = wilson(hits, samples, z);
    expect(from).toBeCloseTo(low, 4);
    expect(to).toBeCloseTo(high, 4);
  });
});
