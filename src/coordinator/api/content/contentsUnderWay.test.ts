import { expect, it, vi } from 'vitest';
import { ContentsUnderWay } from '#coordinator/api/content/contentsUnderWay.ts';

const [ONE, OTHER] = ['one', 'other'];
const TEXT = { kind: 'text', content: new Uint8Array(5) };

it('reads a content once for all that take it at the same time, and anew once all have left', async () => {
  const read = vi.fn(async () => TEXT);
  const underWay = new ContentsUnderWay<typeof TEXT>();
  const taken = await Promise.all([underWay.take(ONE, read), underWay.take(ONE, read)]);
  taken[0]!.leave();
  taken.push(await underWay.take(ONE, read));
  expect(read).toHaveBeenCalledTimes(1);
  expect(new Set(taken.map((each) => each!.content)).size).toBe(1);
  await underWay.take(OTHER, read);
  expect(read).toHaveBeenCalledTimes(2);
  for (const each of taken.slice(1)) each!.leave();
  await underWay.take(ONE, read);
  expect(read).toHaveBeenCalledTimes(3);
});

it('keeps neither a failure nor that there was nothing', async () => {
  const read = vi.fn<() => Promise<typeof TEXT | undefined>>(async () => TEXT);
  read.mockRejectedValueOnce(new Error('lost')).mockResolvedValueOnce(undefined);
  const underWay = new ContentsUnderWay<typeof TEXT>();
  await expect(underWay.take(ONE, read)).rejects.toThrow('lost');
  expect(await underWay.take(ONE, read)).toBeUndefined();
  expect((await underWay.take(ONE, read))?.kind).toBe('text');
});
