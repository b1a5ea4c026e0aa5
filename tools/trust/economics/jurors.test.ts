import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figure } from '#tools/trust/economics/figures.ts';
import {
  benchOf,
  blindShare,
  expectedSeat,
  leastFine,
  mostLost,
  sealedFine,
} from '#tools/trust/economics/jurors.ts';
import { PAGE } from '#tools/trust/economics/page.ts';
import { defaultWorld } from '#tools/trust/economics/world.ts';

/** As the page says it. */
const WHERE = {
  'main network': 'of guilty accused on the main network',
  testnet: 'on the testnet',
};

describe.each(['main network', 'testnet'] as const)('on %s', (network) => {
  const world = defaultWorld(network);

  it('voting "wrong" unseen loses at up to 95 % of guilty accused, and honest jurors earn at any share', () => {
    expect(blindShare(benchOf(world, 0))).toBeGreaterThan(0.95);
    for (let guilty = 0; guilty <= 0.95; guilty += 0.05)
      expect(expectedSeat('always "wrong"', benchOf(world, guilty))).toBeLessThan(0);
    for (let guilty = 0; guilty <= 1; guilty += 0.05)
      expect(expectedSeat('honest', benchOf(world, guilty))).toBeGreaterThan(0);
  });

  it('the page has the exact share', () => {
    const page = readFileSync(PAGE, 'utf8').replaceAll(/\s+/g, ' ');
    expect(page).toContain(`above ${figure(blindShare(benchOf(world, 0)))} ${WHERE[network]}`);
  });

  it('it loses even if the blind juror has itself fined, for the caller’s part', () => {
    const { terms } = world.parameters.courts;
    const part = 1 - terms.reporterBps / 10_000;
    const fined = { ...terms, fine: (terms.fine * BigInt(part * 1_000)) / 1_000n };
    expect(expectedSeat('always "wrong"', { ...benchOf(world, 0.95), terms: fined })).toBeLessThan(0);
  });

  it('sealing "wrong" and opening it only where it wins earns no more than opening it always', () => {
    const bench = benchOf(world, 0.9);
    expect(expectedSeat('"wrong", opened only if it wins', bench)).toBe(
      expectedSeat('always "wrong"', bench),
    );
  });

  it.each([0.3, 0.75, 0.97])(
    'the break-even points are where a seat earns nothing, with %d guilty',
    (guilty) => {
      const bench = benchOf(world, guilty);
      const most = mostLost(bench);
      expect(expectedSeat('honest', { ...bench, lost: most / 1.001 })).toBeGreaterThan(0);
      expect(expectedSeat('honest', { ...bench, lost: most * 1.001 })).toBeLessThan(0);

      const factor = leastFine(bench) / sealedFine(bench.terms);
      const fineOf = (change: number) => BigInt(Math.round(Number(bench.terms.fine) * factor * change));
      const blindAt = (fine: bigint) =>
        expectedSeat('always "wrong"', { ...bench, terms: { ...bench.terms, fine } });
      expect(blindAt(fineOf(1.001))).toBeLessThan(0);
      expect(blindAt(fineOf(1 / 1.001))).toBeGreaterThan(0);
    },
  );
});
