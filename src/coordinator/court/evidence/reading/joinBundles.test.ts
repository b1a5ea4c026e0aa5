import { describe, expect, it } from 'vitest';
import { type JoinedBundle, joinBundles } from '#coordinator/court/evidence/reading/joinBundles.ts';
import { testImageEvidence } from '#coordinator/testing/testEvidence.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { encodeEvidence, evidenceHashOf, readEvidence } from '#protocol/court/evidence.ts';

async function bundlesOf(bytesAPart: number, ...shown: readonly (readonly number[])[]) {
  const signers = { coordinator: COORDINATOR, miner: accountOf('ann') };
  const image = await testImageEvidence(NETWORK, signers, bytesAPart);
  const { leaves, parts } = image.handed!;
  const showing = (some: readonly number[]) => ({ leaves, parts: parts.filter(([at]) => some.includes(at)) });
  return shown.map((some) =>
    encodeEvidence({ ...image, handed: some.length === 0 ? null : showing(some) }),
  ) as [Uint8Array, Uint8Array];
}
async function partsOf(joined: JoinedBundle | undefined) {
  expect(joined?.hash).toBe(joined && evidenceHashOf(joined.bytes));
  return joined && [...(await readEvidence(NETWORK, joined.bytes)).parts!.keys()];
}

describe('joinBundles', () => {
  it('gives one that shows what either does', async () => {
    const [one, other] = await bundlesOf(1, [0, 4, 5], [0, 1, 5]);
    expect(await partsOf(await joinBundles(NETWORK, one, other))).toEqual([0, 1, 4, 5]);
  });

  it.each([
    ['the first', [0, 1, 2], [0, 2]],
    ['the second', [0, 2], [0, 1, 2]],
    ['the first, and the second nothing,', [0, 2], []],
    ['the second, and the first nothing,', [], [0, 2]],
    ['neither, so that nothing', [], []],
  ])('gives none where %s shows all', async (_, first, second) => {
    const [one, other] = await bundlesOf(1, first, second);
    expect(await joinBundles(NETWORK, one, other)).toBeUndefined();
  });

  it('gives none that would be too large to be read', async () => {
    const [one, other] = await bundlesOf(10, [0, 1, 2], [0, 3, 4]);
    expect(await joinBundles(NETWORK, one, other, 49)).toBeUndefined();
    expect(await partsOf(await joinBundles(NETWORK, one, other, 50))).toEqual([0, 1, 2, 3, 4]);
  });
});
