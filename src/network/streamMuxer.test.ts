import '#network/polyfill.ts';
import type { Stream } from '@libp2p/interface';
import { multiaddrConnectionPair } from '@libp2p/utils';
import { beforeEach, expect, it, vi } from 'vitest';
import { streamMuxer } from '#network/streamMuxer.ts';

const WINDOW_BYTES = 256 * 1024;

/** Of a stream's sender and receiver. */
let near: Stream;
let far: Stream;
/** Frames that the receiver has sent. */
let answers = 0;
let receivedBytes: number;

beforeEach(async () => {
  const [outbound, inbound] = multiaddrConnectionPair();
  const [dialler, listener] = [outbound, inbound].map((end) => streamMuxer()().createStreamMuxer(end));
  const opened = new Promise<Stream>((resolve) =>
    listener!.addEventListener('stream', ({ detail }) => resolve(detail)),
  );
  near = await dialler!.createStream();
  // The first frame opens the stream, and its first answer accepts it.
  near.send(new Uint8Array(1));
  far = await opened;
  receivedBytes = 0;
  far.addEventListener('message', ({ data }) => {
    receivedBytes += data.byteLength;
  });
  await received(1);
  answers = 0;
  outbound.addEventListener('message', () => answers++);
});

const received = (bytes: number) => vi.waitFor(() => expect(receivedBytes).toBe(bytes), 5_000);

/** What the receiver sends last, so that all its answers have come. */
async function lastWord(): Promise<void> {
  const heard = new Promise((resolve) => near.addEventListener('message', resolve, { once: true }));
  far.send(new Uint8Array(1));
  await heard;
}

it('answers small frames with no window update', async () => {
  for (let frame = 0; frame < 50; frame++) near.send(new Uint8Array(1_000));
  await received(1 + 50 * 1_000);
  await lastWord();
  expect(answers).toBe(1);
});

it('grants more room once half of the window is used', async () => {
  for (let bytes = 0; bytes < WINDOW_BYTES / 2; bytes += 1_024) near.send(new Uint8Array(1_024));
  await received(1 + WINDOW_BYTES / 2);
  await lastWord();
  expect(answers).toBe(2);
});

it('carries many windows', async () => {
  near.send(new Uint8Array(8 * WINDOW_BYTES));
  await received(1 + 8 * WINDOW_BYTES);
});
