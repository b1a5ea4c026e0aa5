import { keccak256, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { chiSquareDeviation, FAIR } from '#protocol/draw/testing/chiSquare.ts';
import { poisson } from '#tools/contracts/jury/poisson.ts';
import { SeatDraw } from '#tools/contracts/jury/seatDraw.ts';
import { seatsOf } from '#tools/contracts/jury/seatsOf.ts';

const SEEDS = Array.from({ length: 2_000 }, (_, i) => keccak256(numberToHex(i)));
const TARGET = 4;
const SHARE = 0.3;

it('gives the seats of the exact draw, of 2,000 seeds', () => {
  const totalWeight = 1_000n;
  const differing = SEEDS.filter((seed, i) => {
    const [target, weight] = [1 + (i % 3), BigInt(i % 1_001)];
    const exact = seatsOf({ seed, nodeId: BigInt(i), weight, totalWeight, target });
    return new SeatDraw(seed).seats(i, Number(weight) / Number(totalWeight), target) !== exact;
  });
  expect(differing).toEqual([]);
});

/** How far the seats of so many nodes of `share` together are from Poisson's distribution of 1.2 seats. */
function deviation(nodes: number, share: number): number {
  const expected = poisson(TARGET * SHARE).chances;
  // The test wants some five expected draws in a class: the last takes all seats from here on.
  const top = 5;
  const chances = [...expected.slice(0, top), expected.slice(top).reduce((sum, chance) => sum + chance)];
  const counts = chances.map(() => 0);
  for (const seed of SEEDS) {
    const draw = new SeatDraw(seed);
    let seats = 0;
    for (let node = 0; node < nodes; node++) seats += draw.seats(node, share, TARGET);
    counts[Math.min(seats, top)]!++;
  }
  return chiSquareDeviation(counts, chances);
}

describe('the seats of three tenths of the weight', () => {
  it.each([1, 5])('are distributed alike, split by %i', (nodes) => {
    expect(Math.abs(deviation(nodes, SHARE / nodes))).toBeLessThan(FAIR);
  });

  it('are told by the test from a fifth more', () => {
    expect(deviation(1, (SHARE * 6) / 5)).toBeGreaterThan(FAIR);
  });
});
