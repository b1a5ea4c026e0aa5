import { zeroHash } from 'viem';
import { afterAll, expect, it, vi } from 'vitest';
import { signedResult } from '#chain/courts/courtArguments.ts';
import { readBundle } from '#coordinator/court/evidence/reading/bundleReading.ts';
import { BundleThread } from '#coordinator/court/evidence/reading/bundleThread.ts';
import { longestStall } from '#coordinator/testing/longestStall.ts';
import { testEvidence, testImageEvidence } from '#coordinator/testing/testEvidence.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { encodeEvidence, evidenceHashOf, evidenceIdOf, readEvidence } from '#protocol/court/evidence.ts';

/** A thread and a busy machine take this, in ms. */
const TIMEOUT_MS = 120_000;
/** It takes a second to hash so many bytes, and a moment to hand them over. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** The most of that second that it may take from the event loop: a busy machine takes some of it as well. */
const MOST_OF_IT = 1 / 2;

const reader = new BundleThread(NETWORK);
afterAll(() => reader.close());

it(
  'tells the hash of a bundle and what it is about, or why it is no evidence',
  async () => {
    const bytes = await testEvidence(
      NETWORK,
      { coordinator: COORDINATOR, miner: accountOf('ann') },
      { blockNumber: 1, beacon: zeroHash, minedAt: 1_000 },
    );
    const { evidence, claim } = await readEvidence(NETWORK, bytes);
    const junk = new Uint8Array(9);
    const [first, second, third] = await Promise.all([
      reader.read(bytes),
      reader.read(junk),
      reader.read(bytes),
    ]);
    expect(first).toEqual({
      hash: evidenceHashOf(bytes),
      about: evidenceIdOf(claim),
      assignment: evidence.assignment,
      signed: signedResult(evidence),
    });
    expect(second).toMatchObject({ hash: evidenceHashOf(junk), refusal: 'MALFORMED' });
    expect(third).toBe(first);
  },
  TIMEOUT_MS,
);

it(
  'joins two bundles, and says where there is nothing to join',
  async () => {
    const image = await testImageEvidence(NETWORK, { coordinator: COORDINATOR, miner: accountOf('ann') });
    const { leaves, parts } = image.handed!;
    const [one, other] = [parts.slice(0, 4), parts.slice(2)].map((some) =>
      encodeEvidence({ ...image, handed: { leaves, parts: some } }),
    ) as [Uint8Array, Uint8Array];
    const bytes = encodeEvidence(image);
    expect(await reader.join(one, other)).toEqual({ hash: evidenceHashOf(bytes), bytes });
    expect(await reader.join(one, one)).toBeUndefined();
  },
  TIMEOUT_MS,
);

it(
  'keeps the event loop free while it reads a large bundle',
  async () => {
    await reader.read(new Uint8Array(1));
    const bytes = new Uint8Array(LARGE_BYTES);
    const [here, there] = [
      await longestStall(() => readBundle(NETWORK, bytes)),
      await longestStall(() => reader.read(bytes)),
    ];
    expect(there).toBeLessThan(MOST_OF_IT * here);
  },
  TIMEOUT_MS,
);

it('reads nothing once it is closed', async () => {
  const closed = new BundleThread(NETWORK);
  await closed.close();
  await expect(closed.read(new Uint8Array(1))).rejects.toThrow('stops');
});

it('reads a bundle again that its thread failed to read', async () => {
  const ask = vi.fn().mockRejectedValueOnce(new Error('late')).mockResolvedValue('read');
  const failing = new BundleThread(NETWORK, { ask, close: async () => undefined } as never);
  const bytes = new Uint8Array(3);
  await expect(failing.read(bytes)).rejects.toThrow('late');
  expect(await failing.read(bytes)).toBe('read');
  expect(await failing.read(bytes)).toBe('read');
  expect(ask).toHaveBeenCalledTimes(2);
});
