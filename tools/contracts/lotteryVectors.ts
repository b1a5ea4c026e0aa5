/**
 * Writes the draws of contracts/test/vectors/lottery.json, for the tests of the lottery on both sides. Their
 * words come from OpenSSL's ChaCha20, which neither side uses. Run: `tsx tools/contracts/lotteryVectors.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { keccak256, toHex } from 'viem';
import { exactLog } from '#protocol/draw/lottery.ts';
import { opensslWord } from '#tools/contracts/opensslWord.ts';

const OUTPUT = 'contracts/test/vectors/lottery.json';
const SEEDS = 4;
/** All places in a block, neighbours of a block's end, large ids, and the last that a counter reaches. */
const IDS = [
  ...Array.from({ length: 10 }, (_, id) => BigInt(id)),
  ...[15n, 16n, 1_000n, 99_999n, 2n ** 32n + 5n, 2n ** 35n - 9n],
];

const seeds = Array.from({ length: SEEDS }, (_, i) => keccak256(toHex(`lottery vector ${i}`)));
const draws = seeds.flatMap((seed) =>
  IDS.map((id) => {
    const word = opensslWord(seed, id);
    const [h, l, nodeId] = [word, exactLog(word), id].map((value) => toHex(value, { size: 32 }));
    return { seed, nodeId, h, l };
  }),
);
const { edges } = JSON.parse(await readFile(OUTPUT, 'utf8')) as { edges: object[] };
const line = (item: object) => JSON.stringify(item, null, 1).replace(/\n */g, ' ');
const lines = (list: object[]) => list.map((item) => `    ${line(item)}`).join(',\n');
await writeFile(OUTPUT, `{\n  "draws": [\n${lines(draws)}\n  ],\n  "edges": [\n${lines(edges)}\n  ]\n}\n`);
