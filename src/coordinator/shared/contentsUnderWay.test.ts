import { expect, it, vi } from 'vitest';
import { ContentsUnderWay, type SharedContent } from '#coordinator/shared/contentsUnderWay.ts';

const [ONE, OTHER] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`] as const;
const TEXT: SharedContent = { kind: 'text', content: new Uint8Array(5) };

it('reads a content once for all that take it at the same time, and anew once all have left', async () => {
  const read = vi.fn(async () => TEXT);
  const underWay = new ContentsUnderWay(read);
  const taken = await Promise.all([underWay.take(ONE), underWay.take(ONE)]);
  taken[0]!.leave();
  taken.push(await underWay.take(ONE));
  expect(read).toHaveBeenCalledTimes(1);
  expect(new Set(taken.map((each) => each!.content)).size).toBe(1);
  await underWay.take(OTHER);
  expect(read).toHaveBeenCalledTimes(2);
  for (const each of taken.slice(1)) each!.leave();
  await underWay.take(ONE);
  expect(read).toHaveBeenCalledTimes(3);
});

it('keeps neither a failure nor that there was nothing', async () => {
  const read = vi.fn<() => Promise<SharedContent | undefined>>(async () => TEXT);
  read.mockRejectedValueOnce(new Error('lost')).mockResolvedValueOnce(undefined);
  const underWay = new ContentsUnderWay(read);
  await expect(underWay.take(ONE)).rejects.toThrow('lost');
  expect(await underWay.take(ONE)).toBeUndefined();
  expect((await underWay.take(ONE))?.kind).toBe('text');
});
