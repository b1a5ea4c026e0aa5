/**
 * Writes contracts/test/vectors/sortition.json, for the tests of the sortition on both sides.
 * Run: `tsx tools/contracts/jury/sortitionVectors.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { keccak256, numberToHex, toHex } from 'viem';
import { type Lot, MOST_TARGETS, seatsOf } from '#tools/contracts/jury/seatsOf.ts';

const OUTPUT = 'contracts/test/vectors/sortition.json';
const CAI = 10n ** 18n;
/** A node of the minimum among a hundred, a tenth, three tenths, all but 1 wei. */
const WEIGHTS = [
  { weight: 20_000n * CAI, totalWeight: 2_000_000n * CAI },
  { weight: 123_456_789_012_345_678_901_234n, totalWeight: 1_234_567_890_123_456_789_012_345n },
  { weight: 3n * 10n ** 26n, totalWeight: 10n ** 27n },
  { weight: 2n ** 90n - 1n, totalWeight: 2n ** 90n },
];
const TARGETS = [1, 5, 12, 24, 96, 384];
/** Each is looked at with the least target and the greatest. */
const EDGES = [
  { weight: 0n, totalWeight: 2n ** 90n },
  { weight: 1n, totalWeight: 2n ** 90n },
  { weight: 1n, totalWeight: 1n },
  { weight: 2n ** 90n, totalWeight: 2n ** 90n },
];
const LARGEST_ID = 2n ** 256n - 1n;
const CAPPED_TARGETS = [1, 2, 3, 5, 12];

const lotOf = (i: number, rest: Pick<Lot, 'weight' | 'totalWeight' | 'target'>, nodeId = BigInt(i)): Lot => ({
  seed: keccak256(toHex(`sortition vector ${i}`)),
  nodeId,
  ...rest,
});

/** A node with all the weight reaches the cap once in four draws of one seat, rarely in those of many. */
function firstAtCap(target: number): Lot {
  for (let i = 0; ; i++) {
    const lot = lotOf(i, { weight: CAI, totalWeight: CAI, target });
    if (seatsOf(lot) === MOST_TARGETS * target) return lot;
  }
}

const lots = [
  ...TARGETS.flatMap((target) => WEIGHTS.map((weights) => ({ ...weights, target }))),
  ...EDGES.flatMap((weights) => [1, 384].map((target) => ({ ...weights, target }))),
].map((rest, i) => lotOf(i, rest));
lots.push(...CAPPED_TARGETS.map(firstAtCap));
lots.push(lotOf(0, { ...WEIGHTS[2]!, target: 24 }, 0n), lotOf(0, { ...WEIGHTS[2]!, target: 24 }, LARGEST_ID));

const word = (value: bigint | number) => numberToHex(value, { size: 32 });
/** In alphabetical order, as the JSON parser of the contract tests returns fields. */
const lines = lots.map((lot) =>
  [
    `    { "nodeId": "${word(lot.nodeId)}", "seats": "${word(seatsOf(lot))}", "seed": "${lot.seed}"`,
    `      "target": "${word(lot.target)}", "totalWeight": "${word(lot.totalWeight)}"`,
    `      "weight": "${word(lot.weight)}" }`,
  ].join(',\n'),
);
await writeFile(OUTPUT, `{\n  "lots": [\n${lines.join(',\n')}\n  ]\n}\n`);
