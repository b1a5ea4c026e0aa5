import fc from 'fast-check';
import { type Hex, keccak256, numberToHex, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { type Candidate, exactLog, lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { MARGIN } from '#protocol/draw/scoreEstimate.ts';
import { chiSquareDeviation, FAIR } from '#protocol/draw/testing/chiSquare.ts';
import { opensslWord } from '#tools/contracts/opensslWord.ts';
import vectors from '../../../contracts/test/vectors/lottery.json' with { type: 'json' };

const SEED = keccak256(toHex('seed'));
const candidateOf = (id: number, weight: bigint): Candidate => ({
  ...{ id: BigInt(id), operator: numberToHex(id, { size: 20 }), weight },
});
const logOf = ({ id }: Pick<Candidate, 'id'>): bigint => exactLog(opensslWord(SEED, id));

/** The ranking by exact scores alone, with another implementation of the cipher. */
const exactRanking = (candidates: readonly Candidate[]): Candidate[] =>
  candidates
    .filter(({ weight }) => weight > 0n)
    .map((candidate) => ({ candidate, log: logOf(candidate) }))
    .sort((a, b) => {
      const difference = a.log * b.candidate.weight - b.log * a.candidate.weight;
      return difference === 0n ? Number(a.candidate.id - b.candidate.id) : difference < 0n ? -1 : 1;
    })
    .map(({ candidate }) => candidate);

it.each(vectors.draws as Record<'seed' | 'nodeId' | 'h' | 'l', Hex>[])(
  'the draw is bit-equal with contracts/src/Lottery.sol for node $nodeId and seed $seed',
  (vector) => {
    const id = BigInt(vector.nodeId);
    expect(opensslWord(vector.seed, id)).toBe(BigInt(vector.h));
    expect(exactLog(BigInt(vector.h))).toBe(BigInt(vector.l));
  },
);

describe('lotteryRanking', () => {
  it.each([3, 40])('draws in proportion to the stakes of %i miners: chi-square, p > 0.001', (miners) => {
    const weights = Array.from({ length: miners }, (_, i) => 20 + ((i * 7_919) % miners));
    const candidates = weights.map((weight, i) => candidateOf(i + 1, BigInt(weight) * 10n ** 21n));
    const wins = weights.map(() => 0);
    for (let i = 0; i < 3_000; i++) {
      const winner = lotteryRanking(keccak256(numberToHex(i)), candidates).next().value!;
      wins[Number(winner.id) - 1]!++;
    }
    expect(chiSquareDeviation(wins, weights)).toBeLessThan(FAIR);
    // The test can fail: the same wins are not those of other stakes.
    expect(chiSquareDeviation(wins, [...weights.slice(1), weights[0]! * 2])).toBeGreaterThan(FAIR);
  });

  it('keeps the order of the others when one candidate leaves', () => {
    const candidates = Array.from({ length: 12 }, (_, i) => candidateOf(i + 1, BigInt(i + 1)));
    const seed = lotterySeed(keccak256('0x01'), keccak256('0x02'));
    const all = [...lotteryRanking(seed, candidates)];
    const others = candidates.filter((candidate) => candidate !== all[3]);
    expect([...lotteryRanking(seed, others)]).toEqual(all.filter((candidate) => candidate !== all[3]));
  });

  it('does not depend on the order of its input and leaves out weight zero', () => {
    const candidates = [3n, 0n, 5n, 7n].map((weight, i) => candidateOf(i + 1, weight));
    const ranking = [...lotteryRanking(SEED, candidates)];
    expect(ranking).toHaveLength(3);
    expect([...lotteryRanking(SEED, candidates.toReversed())]).toEqual(ranking);
  });

  it('gives a node the same place whatever its operator key', () => {
    const before = Array.from({ length: 9 }, (_, i) => candidateOf(i + 1, 1n));
    const after = before.map((node) => ({ ...node, operator: numberToHex(99, { size: 20 }) }));
    const ids = (candidates: Candidate[]) => [...lotteryRanking(SEED, candidates)].map(({ id }) => id);
    expect(ids(after)).toEqual(ids(before));
  });

  it('gives two rankings of one roster that are read by turns', () => {
    const candidates = Array.from({ length: 200 }, (_, i) => candidateOf(i + 1, BigInt(i + 1)));
    const [a, b] = [keccak256('0x0a'), keccak256('0x0b')];
    const [first, second] = [lotteryRanking(a, candidates), lotteryRanking(b, candidates)];
    const turns = candidates.map(() => [first.next().value, second.next().value]);
    expect(turns.map(([one]) => one)).toEqual([...lotteryRanking(a, candidates)]);
    expect(turns.map(([, other]) => other)).toEqual([...lotteryRanking(b, candidates)]);
  });

  it('is empty without candidates', () => {
    expect([...lotteryRanking(SEED, [])]).toEqual([]);
    expect([...lotteryRanking(SEED, [candidateOf(1, 0n)])]).toEqual([]);
  });

  it('is the exact order for any weights', () => {
    const weights = fc.array(fc.oneof(fc.bigInt(0n, 10n), fc.bigInt(0n, 2n ** 90n)), { maxLength: 40 });
    fc.assert(
      fc.property(weights, (list) => {
        const candidates = list.map((weight, place) => candidateOf(5 * place, weight));
        expect([...lotteryRanking(SEED, candidates)]).toEqual(exactRanking(candidates));
      }),
      { numRuns: 200 },
    );
  });

  it('is the exact order of scores that differ in their last digits only', () => {
    // Weights in proportion to the logarithms make all scores equal but for the rounding of the weight.
    for (let round = 0; round < 200; round++) {
      const candidates = Array.from({ length: 8 }, (_, place) => {
        const { id } = candidateOf(8 * round + place, 0n);
        return candidateOf(Number(id), logOf({ id }) * 1_000n + BigInt(((place * 7) % 5) - 2));
      });
      expect([...lotteryRanking(SEED, candidates)]).toEqual(exactRanking(candidates));
    }
  });

  it('is the exact order for words so close to 1 that they have no estimate', () => {
    const [close, closer] = [6_837_511, 10_960_947];
    for (const id of [close, closer]) {
      const word = opensslWord(SEED, BigInt(id));
      expect(Number(2n ** 64n - 1n - word) / 2 ** 64).toBeLessThan(MARGIN);
    }
    const tied = [close, 1, closer, 2].map((id, i) =>
      candidateOf(id, logOf({ id: BigInt(id) }) + BigInt(((i * 3) % 4) - 1)),
    );
    expect([...lotteryRanking(SEED, tied)]).toEqual(exactRanking(tied));
  });

  it('gives ties to the lower id', () => {
    // With its own logarithm as its weight, each scores 1.
    const tied = [9, 4, 30, 2].map((id) => candidateOf(id, logOf({ id: BigInt(id) })));
    expect([...lotteryRanking(SEED, tied)].map(({ id }) => id)).toEqual([2n, 4n, 9n, 30n]);
  });
});
