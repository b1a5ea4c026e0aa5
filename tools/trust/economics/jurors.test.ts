import { describe, expect, it } from 'vitest';
import { type Bench, benchOf, expectedSeat, leastFine, mostFine } from '#tools/trust/economics/jurors.ts';
import { defaultWorld } from '#tools/trust/economics/world.ts';

const WORLD = defaultWorld('main network');

describe('the fines that end blind votes', () => {
  it('are not one fine for both faults where more accused are guilty than honest jurors are awake', () => {
    for (const world of [WORLD, defaultWorld('testnet')]) {
      const [mild, harsh] = [0.75, 0.85].map((guilty) => benchOf(world, guilty)) as [Bench, Bench];
      expect(leastFine(mild)).toBeLessThan(mostFine(mild));
      expect(leastFine(harsh)).toBeGreaterThan(mostFine(harsh));
      // As much for the opposite finding alone leaves an honest juror its pay.
      const apart = { ...harsh, oppositeFine: leastFine(harsh) * 1.001 };
      expect(expectedSeat('always "wrong"', apart)).toBeLessThan(0);
      expect(expectedSeat('honest', apart)).toBeGreaterThan(0);
    }
  });

  it.each([0.3, 0.75, 0.97])('the most that an honest juror can be fined, with %d guilty', (guilty) => {
    const bench = benchOf(WORLD, guilty);
    const seatAt = (fine: number) =>
      expectedSeat('honest', { ...bench, terms: { ...bench.terms, fine: BigInt(Math.round(fine * 1e18)) } });
    expect(seatAt(mostFine(bench) / 1.001)).toBeGreaterThan(0);
    expect(seatAt(mostFine(bench) * 1.001)).toBeLessThan(0);
  });
});
