import { expect, it } from 'vitest';
import { boundedBody } from '#protocol/messages/boundedBody.ts';

/** An answer in pieces of 10 bytes; without a count it never ends. */
function answer(pieces = Infinity) {
  const seen = { sent: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        if (seen.sent === pieces) return controller.close();
        controller.enqueue(new Uint8Array(10).fill(++seen.sent));
      },
      cancel: () => void (seen.isCancelled = true),
    },
    { highWaterMark: 0 },
  );
  return { seen, body };
}
const wait = <T>(piece: Promise<T>) => piece;

it('reads an answer of just so many bytes, in order', async () => {
  const bytes = await boundedBody(answer(3), 30, wait);
  expect(bytes).toHaveLength(30);
  expect([bytes[0], bytes[10], bytes[29]]).toEqual([1, 2, 3]);
  expect(await boundedBody({ body: null }, 0, wait)).toHaveLength(0);
});

it('reads no endless answer further than one piece beyond its limit, and cancels it', async () => {
  const { seen, body } = answer();
  await expect(boundedBody({ body }, 29, wait)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  expect(seen).toEqual({ sent: 3, isCancelled: true });
});

it('cancels an answer that is no longer waited for, though it does not heed that', async () => {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: () => new Promise(() => undefined),
    cancel: () => new Promise(() => undefined),
  });
  const giveUp = () => Promise.reject(new Error('too late'));
  await expect(boundedBody({ body }, 10, giveUp)).rejects.toThrow('too late');
});
