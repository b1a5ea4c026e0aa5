import { bytesToHex, type Hex, hexToBytes, keccak256, pad, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { NodeWords } from '#protocol/draw/nodeWords.ts';
import { opensslWord } from '#tools/contracts/opensslWord.ts';

const SEED = keccak256(toHex('seed'));

function wordsOf(seed: Hex, ids: readonly bigint[]): bigint[] {
  const words = new NodeWords(ids);
  return words.pieces.flatMap((piece) => {
    const keystream = words.under(hexToBytes(seed), piece);
    return [...words.places.slice(piece.first, piece.end)].map(
      (place) => (BigInt(keystream[place + 1]!) << 32n) | BigInt(keystream[place]!),
    );
  });
}

describe('NodeWords', () => {
  // RFC 8439, appendix A.1, the test vectors with a nonce of zero.
  it.each<[Hex, bigint, Hex]>([
    [
      pad('0x00'),
      0n,
      '0x76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586',
    ],
    [
      pad('0x00'),
      1n,
      '0x9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f',
    ],
    [
      pad('0x01'),
      1n,
      '0x3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0',
    ],
    [
      pad('0x00ff', { dir: 'right' }),
      2n,
      '0x72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096',
    ],
  ])('gives the block of RFC 8439 for key %s and counter %s', (key, counter, block) => {
    const ids = Array.from({ length: 8 }, (_, place) => 8n * counter + BigInt(place));
    const bytes = new BigUint64Array(wordsOf(key, ids));
    expect(bytesToHex(new Uint8Array(bytes.buffer))).toBe(block);
  });

  it.each([
    ['one node', [5n]],
    ['places of one block', [8n, 11n, 15n]],
    ['the ends of neighbouring blocks', [7n, 8n, 15n, 16n]],
    ['a gap of six blocks, which is computed too', [1n, 56n]],
    ['a gap of seven blocks, which is not', [1n, 64n]],
    ['gaps of both kinds', [0n, 17n, 300n, 301n, 340n, 5_000_000n]],
    ['nodes of several pieces', Array.from({ length: 1_100 }, (_, node) => BigInt(10 + 9 * node))],
    ['ids beyond 32 bits, up to the last', [2n ** 32n + 5n, 2n ** 35n - 9n]],
  ])('agrees with OpenSSL on %s', (_, ids) => {
    expect(wordsOf(SEED, ids)).toEqual(ids.map((id) => opensslWord(SEED, id)));
  });

  it('refuses an id beyond the counter instead of wrapping', () => {
    expect(() => wordsOf(SEED, [2n ** 35n - 8n])).toThrow('counter overflow');
  });

  it.each([
    ['a gap of six blocks', 56n, 8],
    ['a gap of seven blocks', 64n, 2],
  ])('computes %s only where that is quicker than a second call', (_, id, blocks) => {
    const { pieces } = new NodeWords([1n, id]);
    expect(pieces.reduce((sum, piece) => sum + piece.blocks, 0)).toBe(blocks);
  });

  it('computes 512 blocks at once, at most', () => {
    const { pieces } = new NodeWords(Array.from({ length: 8 * 512 + 1 }, (_, id) => BigInt(id)));
    expect(pieces).toEqual([
      { counter: 0, blocks: 512, first: 0, end: 4_096 },
      { counter: 512, blocks: 1, first: 4_096, end: 4_097 },
    ]);
  });
});
