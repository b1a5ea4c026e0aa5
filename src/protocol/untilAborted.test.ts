import { expect, it } from 'vitest';
import { untilAborted } from '#protocol/untilAborted.ts';

const never = new Promise<never>(() => undefined);

it('untilAborted gives the promise’s outcome', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
  await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

it('untilAborted gives the signal’s reason, at once where it was aborted before', async () => {
  const over = new AbortController();
  const waiting = untilAborted(never, over.signal);
  over.abort(new Error('closing'));
  await expect(waiting).rejects.toThrow('closing');
  await expect(untilAborted(Promise.resolve(7), over.signal)).rejects.toThrow('closing');
});
