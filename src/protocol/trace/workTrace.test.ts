import { concat, keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { traceLeafOf } from '#protocol/trace/traceTree.ts';
import { partCountOf, readTrace, textTrace, traceOf } from '#protocol/trace/workTrace.ts';

const PARTS = [1, 2, 3, 4, 5].map((byte) => Uint8Array.of(byte));
const { leaves, root } = traceOf(PARTS);

describe('readTrace', () => {
  it('gives the parts that were handed over, by index', () => {
    const read = readTrace(root, {
      leaves: [...leaves],
      parts: [
        [4, PARTS[4]!],
        [0, PARTS[0]!],
      ],
    });
    expect([...read]).toEqual([
      [4, PARTS[4]],
      [0, PARTS[0]],
    ]);
  });

  it.each<[string, [number, Uint8Array<ArrayBuffer>][]]>([
    ['another part', [[1, PARTS[2]!]]],
    ['a part behind the last', [[5, PARTS[4]!]]],
    [
      'a part twice',
      [
        [1, PARTS[1]!],
        [1, PARTS[1]!],
      ],
    ],
  ])('refuses %s', (_, parts) => {
    expect(() => readTrace(root, { leaves: [...leaves], parts })).toThrow(
      expect.objectContaining({ code: 'BAD_TRACE' }),
    );
  });

  it('refuses hashes that do not give the root', () => {
    expect(() => readTrace(root, { leaves: leaves.slice(1), parts: [] })).toThrow(
      expect.objectContaining({ code: 'BAD_TRACE' }),
    );
  });
});

describe('partCountOf', () => {
  const image = { kind: 'image', steps: 4 } as TaskRequest;

  it('is what tells a trace from one whose leaves were folded, which would shift its parts', () => {
    const inner = (at: number) => keccak256(concat(['0x01', leaves[at]!, leaves[at + 1]!]));
    const folded = [inner(0), inner(2), traceLeafOf(PARTS[4]!)];
    // The root is right, and part 4 passes for part 2.
    expect(readTrace(root, { leaves: folded, parts: [[2, PARTS[4]!]] }).get(2)).toEqual(PARTS[4]);
    expect(folded.length).not.toBe(partCountOf(image));
    expect(leaves.length).toBe(partCountOf(image));
  });

  it('is 1 for a text', () => {
    expect(partCountOf({ kind: 'text' } as TaskRequest)).toBe(textTrace([1, 2, 3]).length);
  });
});
