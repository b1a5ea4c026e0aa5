import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FRAME_PAUSE_MS, ProgressFeed } from '#miner/tasks/progressFeed.ts';
import { winningRequest } from '#miner/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const image = { ...winningRequest().request, steps: 9 } as TaskRequest;
const text: TaskRequest = {
  ...{ kind: 'text', model: 'talk', messages: [{ role: 'user', content: 'hello' }], maxTokens: 5 },
  ...{
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 1,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'1'.repeat(32)}`,
  },
};

let sent: TaskProgress[];
let isBroken: boolean;
let feed: ProgressFeed;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  isBroken = false;
  feed = new ProgressFeed();
});
afterEach(() => vi.useRealTimers());

const stream = () =>
  ({
    send: async ({ progress }: { progress: TaskProgress }) => {
      if (isBroken) throw new Error('cut');
      sent.push(progress);
    },
  }) as unknown as FrameStream;
const say = (delta: string) => feed.push({ kind: 'text', delta });
const step = (done: number, preview?: Uint8Array<ArrayBuffer>) =>
  feed.push({ kind: 'step', done, total: 9, ...(preview && { preview }) });
const pass = (ms = FRAME_PAUSE_MS) => vi.advanceTimersByTimeAsync(ms);

it('ProgressFeed sends the first progress at once and joins what follows until its next turn', async () => {
  feed.begin(text);
  feed.attach(stream());
  for (const delta of ['a', 'b', 'c']) say(delta);
  await pass(FRAME_PAUSE_MS - 1);
  expect(sent).toEqual([{ kind: 'text', delta: 'a' }]);
  await pass(1);
  expect(sent).toEqual([
    { kind: 'text', delta: 'a' },
    { kind: 'text', delta: 'bc' },
  ]);
});

it('ProgressFeed skips a step that waits when the next comes, but no preview', async () => {
  feed.begin(image);
  feed.attach(stream());
  const preview = Uint8Array.of(1);
  step(1);
  step(2);
  step(3, preview);
  step(4);
  step(5);
  await pass(100);
  expect(sent.map((each) => (each.kind === 'step' ? each.done : each))).toEqual([1, 3, 5]);
});

it('ProgressFeed fills no frame beyond what its schema allows', async () => {
  feed.begin(text);
  feed.attach(stream());
  for (let i = 0; i < 4; i++) say('x'.repeat(2_000));
  await pass(100);
  expect(sent.map((each) => (each.kind === 'text' ? each.delta.length : each))).toEqual([
    2_000, 4_000, 2_000,
  ]);
});

it('ProgressFeed sends what waits before it detaches, without a pause', async () => {
  feed.begin(text);
  const detach = feed.attach(stream());
  for (const delta of ['a', 'b']) say(delta);
  await detach();
  expect(sent.map((each) => (each.kind === 'text' ? each.delta : each))).toEqual(['a', 'b']);
});

it('ProgressFeed goes on with a count of tokens after a break, at most those asked for', async () => {
  feed.begin(text);
  const detach = feed.attach(stream());
  say('a');
  await pass();
  isBroken = true;
  say('b');
  await pass();
  await detach();
  say('c');
  isBroken = false;
  feed.attach(stream());
  for (const delta of ['d', 'e', 'f', 'g']) {
    say(delta);
    await pass();
  }
  const counts = [4, 5, 5, 5].map((done) => ({ kind: 'step', done, total: 5 }));
  expect(sent).toEqual([{ kind: 'text', delta: 'a' }, ...counts]);
});

it.each([
  ['an image', image, { kind: 'step', done: 0, total: 9 }],
  ['a text', text, { kind: 'text', delta: '' }],
])('ProgressFeed tells of %s without news every 20 s', async (_, request, told) => {
  feed.begin(request);
  feed.attach(stream());
  await pass(39_000);
  expect(sent).toEqual([told]);
  await pass(1_000);
  expect(sent).toEqual([told, told]);
});
