import { describe, expect, it } from 'vitest';
import { type JuryCase, juryOutcome } from '#tools/contracts/jury/juryOutcome.ts';
import { verdictOf } from '#tools/contracts/jury/monteCarlo.ts';
import { poisson } from '#tools/contracts/jury/poisson.ts';

const JURY: JuryCase = {
  seats: 24,
  quorum: 10,
  colluding: 0.3,
  awake: 0.4,
  strategy: 'vote',
  rule: 'agreeing',
};

/** Sums the rule over all pairs of seats. */
function summed({ seats, quorum, colluding, awake }: JuryCase) {
  const sums = { colluders: 0, honest: 0, none: 0 };
  poisson(seats * colluding).chances.forEach((chance, colluders) => {
    poisson(seats * awake).chances.forEach((other, honest) => {
      sums[verdictOf(colluders, honest, quorum)] += chance * other;
    });
  });
  return sums;
}

describe('juryOutcome', () => {
  it.each([JURY, { ...JURY, quorum: 1 }, { ...JURY, seats: 5, quorum: 3 }, { ...JURY, awake: 0 }])(
    'is the rule summed over all seats of both camps: $seats seats, quorum $quorum, $awake awake',
    (jury) => {
      const [quick, slow] = [juryOutcome(jury), summed(jury)];
      expect(quick.colluders).toBeCloseTo(slow.colluders, 12);
      expect(quick.honest).toBeCloseTo(slow.honest, 12);
      expect(quick.none).toBeCloseTo(slow.none, 12);
    },
  );

  it('lets colluders that stay away keep nobody from a quorum of agreeing seats', () => {
    const away = juryOutcome({ ...JURY, strategy: 'stay away' });
    expect(away.colluders).toBe(0);
    expect(away.honest).toBeGreaterThan(juryOutcome(JURY).honest);
  });

  it.each(['vote', 'stay away'] as const)(
    'finds no attack on agreeing seats better than the best: %s',
    (strategy) => {
      const [tried, best] = [juryOutcome({ ...JURY, strategy }), juryOutcome({ ...JURY, strategy: 'best' })];
      expect(tried.colluders).toBeLessThanOrEqual(best.colluders);
      expect(tried.honest).toBeGreaterThanOrEqual(best.honest);
    },
  );

  it('lets colluders win more often where the seats of their opponents fill the quorum', () => {
    expect(juryOutcome({ ...JURY, rule: 'voted' }).colluders).toBeGreaterThan(juryOutcome(JURY).colluders);
  });
});

describe('verdictOf', () => {
  it.each([
    [10, 9, 'colluders'],
    [9, 8, 'none'],
    [9, 10, 'honest'],
    [8, 9, 'none'],
    [10, 10, 'none'],
  ] as const)('needs a majority of ten seats: %i against %i', (colluders, honest, verdict) => {
    expect(verdictOf(colluders, honest, 10)).toBe(verdict);
  });
});
