import { describe, expect, it } from 'vitest';
import {
  clientsReport,
  leastChecking,
  leastOthersCheck,
  mostHeld,
  neverPays,
  wavesThrough,
} from '#tools/trust/economics/coordinators.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';
import { defaultWorld } from '#tools/trust/economics/world.ts';

const WORLD = defaultWorld('main network');

describe('a coordinator’s attack ends with', () => {
  it('checks by others', () => {
    const least = leastOthersCheck(WORLD);
    expect(wavesThrough(WORLD, least * 1.001)).toBeLessThan(0);
    expect(wavesThrough(WORLD, least / 1.001)).toBeGreaterThan(0);
  });

  it.each(Object.entries(DEAREST))('pages that check, with the dearest %s task', (_, price) => {
    const world = { ...WORLD, price };
    const least = leastChecking(world);
    expect(wavesThrough(world, clientsReport(world, least * 1.001))).toBeLessThan(0);
    expect(wavesThrough(world, clientsReport(world, least / 1.001))).toBeGreaterThan(0);
    // Where no page checks, each faked result is a gain.
    expect(wavesThrough(world, 0)).toBeCloseTo(1_000 * price, 6);
  });

  it('fewer results that wait for pay', () => {
    const most = Math.floor(mostHeld(WORLD));
    expect(neverPays(WORLD, undefined, most)).toBeLessThanOrEqual(0);
    expect(neverPays(WORLD, undefined, most + 1)).toBeGreaterThan(0);
  });
});
