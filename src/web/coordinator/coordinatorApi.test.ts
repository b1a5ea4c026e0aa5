import { afterEach, expect, it, vi } from 'vitest';
import { listModels, readNetwork, readTask } from '#web/coordinator/coordinatorApi.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const PIECE = new Uint8Array(64 * 1024).fill(32);

/** An answer of spaces, as fast as they are read, or none at all. */
function pour(isSilent: boolean, status = 200) {
  const seen = { bytes: 0, urls: [] as string[] };
  vi.stubGlobal('fetch', async (url: URL, { signal }: { signal: AbortSignal }) => {
    seen.urls.push(url.href);
    const body = new ReadableStream({
      start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
      pull: (controller) => {
        if (isSilent) return new Promise(() => undefined);
        seen.bytes += PIECE.length;
        controller.enqueue(PIECE);
      },
    });
    return new Response(body, { status });
  });
  return seen;
}

it.each([200, 500])('reads no endless answer of status %i to its end', async (status) => {
  const seen = pour(false, status);
  await expect(listModels('https://c.test')).rejects.toMatchObject({ code: 'bad_answer' });
  expect(seen.bytes).toBeLessThan(5 * 1024 * 1024);
});

it('waits no longer than its limit for an answer that has begun', async () => {
  vi.useFakeTimers();
  pour(true);
  const task = { id: '0x1', key: 'k' } as const;
  const read = expect(readTask('https://c.test', task, new AbortController().signal)).rejects.toMatchObject({
    code: 'unreachable',
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await read;
});

it('asks below the path of a coordinator’s URL', async () => {
  const seen = pour(false);
  await expect(readNetwork('https://c.test/cuckoo')).rejects.toMatchObject({ code: 'bad_answer' });
  expect(seen.urls).toEqual(['https://c.test/cuckoo/v1/network']);
});
