import { expect, it, vi } from 'vitest';
import { withinMs } from '#protocol/withinMs.ts';

/** Work that ends with its signal's reason. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('aborts work that takes too long', async () => {
  await expect(withinMs(1, untilAborted)).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('aborts work for the outer signal’s reason, also where that was aborted before', async () => {
  const outer = new AbortController();
  const running = withinMs(60_000, untilAborted, outer.signal);
  outer.abort(new Error('closing'));
  await expect(running).rejects.toThrow('closing');
  await expect(withinMs(60_000, untilAborted, outer.signal)).rejects.toThrow('closing');
});

it('leaves neither a timer nor a listener behind', async () => {
  vi.useFakeTimers();
  try {
    const outer = new AbortController();
    const removed = vi.spyOn(outer.signal, 'removeEventListener');
    expect(await withinMs(60_000, async () => 7, outer.signal)).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
