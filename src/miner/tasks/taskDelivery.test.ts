import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { type DeliveryEnd, REQUEST_TIMEOUT_MS, TaskDelivery } from '#miner/tasks/taskDelivery.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import { MemoryAnswers, MemoryResults } from '#miner/testing/memoryStores.ts';
import { BEACON, boss, miner, network, PRICE, winningRequest } from '#miner/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { NetworkError } from '#network/networkError.ts';
import type { MinerFrame } from '#protocol/messages/stream.ts';
import { HELD_S } from '#protocol/task/taskLife.ts';
import { taskIdOf } from '#protocol/task/taskRequest.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

const LIFETIME_S = 900;
const { bytes } = winningRequest();
const assignment = {
  ...{ taskId: taskIdOf(bytes), coordinator: boss.address, miner: miner.address, attempt: 0, passed: [] },
  ...{ rosterBlock: 10, beacon: BEACON, unitPrice: PRICE, expiry: 1_000 + LIFETIME_S },
  signature: `0x${'1'.repeat(130)}`,
} as const;

/** What a coordinator does with a stream. */
type Answer =
  | 'silent'
  | 'broken'
  | 'refused connection'
  | 'request'
  | 'request, then broken'
  | 'request, and again for the result'
  | 'request, then held'
  | 'held';

let answers: Answer[];
let said: MinerFrame[];
let opened: number;
let finish: () => void;
let end: DeliveryEnd | undefined;
let endedAfterMs: number;

const broken = () => new NetworkError('STREAM_BROKEN', 'cut');
const never = <T>(signal?: AbortSignal) => untilAborted(new Promise<T>(() => undefined), signal!);

/** The next of `answers`; the last one for ever. */
function open(signal: AbortSignal): Promise<FrameStream> {
  opened++;
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
  if (answer === 'refused connection') return never(signal);
  let asked = 0;
  const stream = {
    send: async (frame: MinerFrame) => void said.push(frame),
    receive: async (_: unknown, options?: { signal?: AbortSignal }) => {
      asked++;
      if (answer === 'broken' || (answer === 'request, then broken' && asked > 1)) throw broken();
      const isHeld = answer === 'held' ? asked === 1 : answer === 'request, then held' && asked === 3;
      if (isHeld) return { type: 'held' };
      // The second reading goes on while the task is computed; the third is for the payment.
      const repeats = answer === 'request, and again for the result' && asked === 3;
      if (answer === 'silent' || answer === 'held' || (asked > 1 && !repeats)) return never(options?.signal);
      return { type: 'request', bytes };
    },
    close: async () => undefined,
    abort: () => undefined,
  };
  return Promise.resolve(stream as unknown as FrameStream);
}

beforeEach(() => {
  vi.useFakeTimers();
  [answers, said, opened, end] = [['silent'], [], 0, undefined];
});
afterEach(() => vi.useRealTimers());

/** Starts a delivery; its engine ends when the test says so. */
function deliver(): TaskDelivery {
  const png = Uint8Array.of(1);
  const running = new Promise<void>((resolve) => (finish = resolve));
  const engine: TaskEngine = {
    models: () => ['draw'],
    manifestOf: () => MANIFEST,
    together: () => 1,
    run: async (_, { onStart, signal }) => {
      onStart();
      await untilAborted(running, signal);
      return { result: { kind: 'image', png }, trace: [png], seconds: 1 };
    },
    audit: async () => ({ measures: {} }),
  };
  const delivery = new TaskDelivery(
    {
      ...{ network, signer: privateKeyToAccount(generatePrivateKey()), engine, results: new MemoryResults() },
      answers: new MemoryAnswers(),
      claim: { client: boss.address, weight: () => 1 },
      ...{ priceOf: () => PRICE, openTask: open, onRequest: () => undefined, onStart: () => undefined },
      ...{ onProgress: () => undefined, onHeld: () => undefined },
    },
    assignment,
    `0x${'d'.repeat(64)}`,
  );
  const begunAt = Date.now();
  void delivery.run(1_000).then((ended) => {
    end = ended;
    endedAfterMs = Date.now() - begunAt;
  });
  return delivery;
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('an assignment whose request does not come', () => {
  it('is dropped after one take that is not answered', async () => {
    deliver();
    await pass(REQUEST_TIMEOUT_MS - 1);
    expect(end).toBeUndefined();
    await pass(1);
    expect(end).toEqual({ type: 'unanswered' });
    await pass(LIFETIME_S * 1_000);
    expect(said).toEqual([{ type: 'take', assignment: `0x${'d'.repeat(64)}` }]);
  });

  it('is handed back at once when it is cancelled', async () => {
    const delivery = deliver();
    await pass(1);
    delivery.cancel('STOPPING');
    await pass(1);
    expect(end).toMatchObject({ type: 'refused', by: 'us', code: 'STOPPING' });
  });

  it.each(['broken', 'refused connection'] as const)('is dropped when streams are %s', async (answer) => {
    answers = [answer];
    deliver();
    await pass(REQUEST_TIMEOUT_MS + 500);
    expect(end).toEqual({ type: 'unanswered' });
    expect(endedAfterMs).toBeLessThanOrEqual(REQUEST_TIMEOUT_MS + 500);
    const before = opened;
    await pass(60_000);
    expect(opened).toBe(before);
  });

  it('is taken again when the stream breaks, and then worked on for longer than the wait', async () => {
    answers = ['broken', 'broken', 'request'];
    deliver();
    await pass(5 * REQUEST_TIMEOUT_MS);
    expect(opened).toBe(3);
    expect(end).toBeUndefined();
  });
});

describe('a task that is taken again after its stream broke', () => {
  beforeEach(() => {
    answers = ['request, then broken', 'silent'];
  });

  it('is dropped when the take is not answered', async () => {
    deliver();
    await pass(REQUEST_TIMEOUT_MS + 1_000);
    expect(end).toEqual({ type: 'unanswered' });
  });

  it('is offered until it expires when its result is there', async () => {
    deliver();
    await pass(1);
    finish();
    await pass((LIFETIME_S - 1) * 1_000);
    expect(end).toBeUndefined();
    expect(opened).toBeGreaterThan(10);
    await pass(1_000 + REQUEST_TIMEOUT_MS);
    expect(end).toMatchObject({ type: 'refused', code: 'LEASE_OVER' });
  });
});

it('a held result is offered for longer than its assignment is valid, and not for ever', async () => {
  answers = ['request, then held', 'held'];
  deliver();
  await pass(1);
  finish();
  await pass((HELD_S - 1) * 1_000);
  expect(end).toBeUndefined();
  await pass(1_001);
  expect(end).toEqual({ type: 'held' });
});

it('a delivery is not paid by a second request', async () => {
  answers = ['request, and again for the result'];
  deliver();
  await pass(1);
  finish();
  await pass(1_000);
  expect(end).toMatchObject({ type: 'refused', by: 'coordinator', code: 'MALFORMED' });
});
