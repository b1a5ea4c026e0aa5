import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOOK_UP_MS } from '#web/coordinator/followTask.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { KEPT_ORDER_KEY, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import { ANSWER_LIMIT_MS, CHAIN_LIMIT_MS, OrderRun, type OrderRunDeps } from '#web/create/order/orderRun.ts';
import {
  END,
  END_WITH_AUDIT,
  event,
  FakeCoordinator,
  ID,
  ORDER,
  words,
} from '#web/create/order/testing/fakeCoordinator.ts';
import { comeToRest, end, pass, started } from '#web/create/order/testing/orderSteps.ts';
import { type SavedResult, savedResultSchema } from '#web/create/saved/savedResult.ts';
import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

let coordinator: FakeCoordinator;
let storage: ReturnType<typeof memoryStorage>;
let saved: SavedResult[];
/** The time of the chain's newest block. */
let chainSeconds: () => Promise<number>;
let headBlock: () => Promise<number>;

/** The run of a page load; another one on the same storage is the page after a reload. */
const load = (save: OrderRunDeps['save'] = async (result) => void saved.push(result)) =>
  new OrderRun({
    ...{ kept: keptValue(() => storage, KEPT_ORDER_KEY, keptOrderSchema), save },
    chainSeconds: () => chainSeconds(),
    headBlock: () => headBlock(),
    expectedTasks: async () => null,
  });

beforeEach(() => {
  vi.useFakeTimers();
  coordinator = new FakeCoordinator();
  storage = memoryStorage();
  saved = [];
  chainSeconds = async () => 1_700;
  headBlock = async () => 6;
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => coordinator.answer(url, init));
});
afterEach(comeToRest);

describe('OrderRun', () => {
  it('asks to keep the task, shows its text as it comes, and saves the result', async () => {
    const run = await started(load());
    expect(coordinator.keeps).toEqual(['1']);
    coordinator.stream.enqueue(words('Once'));
    await pass();
    expect(run.state()).toMatchObject({ phase: 'working', text: 'Once' });
    coordinator.stream.enqueue(END);
    coordinator.stream.close();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'done', unsaved: false, result: { text: 'Once' } });
    expect(saved).toMatchObject([{ id: EXAMPLE_RECEIPT.task_id, prompt: 'Once' }]);
    expect(saved[0]?.source).toEqual({ url: ORDER.url, key: 'secret' });
  });

  it('does not call a text running that has come whole, while the browser keeps it', async () => {
    let keep: () => void = () => undefined;
    const run = load(() => new Promise<void>((resolve) => (keep = resolve)));
    void run.start(ORDER);
    await pass();
    coordinator.stream.enqueue(words('Once'));
    await pass();
    expect(run.state()).toMatchObject({ phase: 'working', ended: false });
    coordinator.stream.enqueue(END);
    coordinator.stream.close();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'working', ended: true });
    keep();
    await pass();
    expect(run.state().phase).toBe('done');
  });

  it('keeps with the result when it was ordered, by this clock and by the chain’s, over a reload too', async () => {
    const at = Date.now();
    // The chain answers when the coordinator has named the task already.
    chainSeconds = () => new Promise((resolve) => setTimeout(resolve, 2_000, 1_700));
    await started(load());
    await pass(5_000);
    chainSeconds = async () => 1_705;
    load();
    coordinator.status = 'done';
    await pass(LOOK_UP_MS);
    expect(saved).toMatchObject([{ ordered: { at, chainSeconds: 1_700 } }]);
    expect(savedResultSchema.parse(saved[0])).toEqual(saved[0]);
  });

  it.each<[string, () => Promise<number>]>([
    ['does not answer', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new Error('no route'))],
    [
      'answers too late to tell of the order',
      () => new Promise((resolve) => setTimeout(resolve, CHAIN_LIMIT_MS + 1, 1_700)),
    ],
  ])('waits for no chain, and keeps its own clock’s time, where the chain %s', async (_, ask) => {
    chainSeconds = ask;
    const at = Date.now();
    const run = await started(load());
    await pass(CHAIN_LIMIT_MS + 1);
    coordinator.stream.enqueue(END);
    coordinator.stream.close();
    await pass();
    expect(run.state().phase).toBe('done');
    expect(saved[0]?.ordered).toEqual({ at });
  });

  it('keeps with the result which draw of its audit was named, before the page shows it', async () => {
    headBlock = () => new Promise((resolve) => setTimeout(resolve, 1_000, 7));
    const run = await started(load());
    await end(coordinator, END_WITH_AUDIT);
    expect(run.state().phase).toBe('working');
    await pass(1_000);
    const named = { block: 7, share: 0.05, isMined: true };
    expect(run.state()).toMatchObject({ phase: 'done', result: { named } });
    expect(saved).toMatchObject([{ named }]);
    expect(savedResultSchema.parse(saved[0])).toEqual(saved[0]);
  });

  it('does not guess when an order was sent that an older page kept', async () => {
    keptValue(() => storage, KEPT_ORDER_KEY, keptOrderSchema).write({
      ...{ task: { id: ID, key: 'secret' }, order: ORDER, edited: false },
    });
    coordinator.status = 'done';
    load();
    await pass(LOOK_UP_MS);
    expect(saved).toHaveLength(1);
    expect(saved[0]).not.toHaveProperty('ordered');
  });

  it('finds its task again after a reload, until it is done', async () => {
    await started(load());
    const reloaded = load();
    await pass();
    expect(reloaded.state()).toMatchObject({ phase: 'working', task: { id: ID, status: 'running' } });
    coordinator.status = 'done';
    await pass(LOOK_UP_MS);
    expect(reloaded.state()).toMatchObject({
      phase: 'done',
      result: { prompt: 'Once', text: 'Once upon', finishReason: 'length' },
    });
    expect(saved).toHaveLength(1);
    expect(load().state()).toEqual({ phase: 'idle' });
  });

  it('waits for a coordinator that dies in the middle, and takes the result when it is back', async () => {
    const run = await started(load());
    coordinator.away = true;
    coordinator.stream.error(new TypeError('network error'));
    await pass(3 * LOOK_UP_MS);
    expect(run.state()).toMatchObject({
      phase: 'working',
      notice: expect.stringContaining('does not answer'),
    });
    coordinator.away = false;
    await pass(LOOK_UP_MS);
    expect(run.state()).toMatchObject({ phase: 'working', notice: null });
    coordinator.status = 'done';
    await pass(LOOK_UP_MS);
    expect(run.state()).toMatchObject({ phase: 'done', result: { text: 'Once upon' } });
  });

  it('ends with the failure of its task, not with that of a stream', async () => {
    const run = await started(load());
    coordinator.status = 'failed';
    coordinator.stream.enqueue(
      event({ error: { message: 'restarting', type: 'server_error', code: 'shutting_down', param: null } }),
    );
    await pass();
    expect(run.state()).toMatchObject({ phase: 'failed', sentence: 'The task is failed.' });
  });

  it.each([
    ['while its stream is read', async () => started(load())],
    [
      'after a reload',
      async () => {
        await started(load());
        const run = load();
        await pass();
        return run;
      },
    ],
  ])('is cancelled by cancel alone, %s', async (_, open) => {
    const run = await open();
    expect(coordinator.asked.filter((one) => one.startsWith('DELETE'))).toEqual([]);
    await run.cancel();
    await pass();
    expect(coordinator.asked.at(-1)).toBe(`DELETE /v1/tasks/${ID}?key=secret`);
    expect(run.state()).toEqual({ phase: 'cancelled' });
    expect(load().state()).toEqual({ phase: 'idle' });
  });

  it('says that a task goes on that could not be cancelled', async () => {
    const run = await started(load());
    coordinator.away = true;
    await run.cancel();
    expect(run.state()).toMatchObject({
      phase: 'working',
      cancelling: false,
      notice: expect.stringContaining('was not cancelled'),
    });
    expect(load().state()).toMatchObject({ phase: 'working' });
  });

  it('lets a task go at the second cancel that its coordinator does not answer', async () => {
    const run = await started(load());
    coordinator.away = true;
    await run.cancel();
    await run.cancel();
    await pass();
    expect(run.state()).toMatchObject({
      phase: 'failed',
      sentence: expect.stringContaining('may go on at the coordinator'),
    });
    expect(load().state()).toEqual({ phase: 'idle' });
    expect(coordinator.asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(2);
    coordinator.away = false;
    void run.retry();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'working' });
  });

  it('shows the result of a task that was done before it could be cancelled', async () => {
    const run = await started(load());
    coordinator.status = 'done';
    await run.cancel();
    coordinator.stream.enqueue(END);
    coordinator.stream.close();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'done' });
  });

  it('cancels a task that the coordinator names only after the click', async () => {
    let name = (): void => undefined;
    coordinator.named = new Promise((resolve) => (name = resolve));
    const run = await started(load());
    void run.cancel();
    await pass(ANSWER_LIMIT_MS - 1);
    expect(run.state()).toMatchObject({ phase: 'working', cancelling: true });
    name();
    await pass();
    expect(coordinator.asked.at(-1)).toContain('DELETE');
    expect(run.state()).toEqual({ phase: 'cancelled' });
  });

  it('gives up an order that the coordinator never answers', async () => {
    coordinator.named = new Promise(() => undefined);
    const run = await started(load());
    void run.cancel();
    await pass(ANSWER_LIMIT_MS);
    expect(run.state()).toEqual({ phase: 'cancelled' });
  });

  it('says that a result could not be kept', async () => {
    const run = load(async () => Promise.reject(new DOMException('full', 'QuotaExceededError')));
    void run.start(ORDER);
    await pass();
    coordinator.stream.enqueue(END);
    coordinator.stream.close();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'done', unsaved: true });
  });

  it.each([
    ['null', 'null'],
    ['half-written JSON', '{"task":{"id":"0x11'],
    ['an order without a prompt', JSON.stringify({ task: { id: ID, key: 'x' }, order: { kind: 'text' } })],
    ['a task without a key', JSON.stringify({ task: { id: ID }, order: ORDER, edited: false })],
  ])('starts idle with %s in the storage', (_, text) => {
    storage.setItem(KEPT_ORDER_KEY, text);
    expect(load().state()).toEqual({ phase: 'idle' });
  });

  it('sends the same order again, but not one whose picture a reload has lost', async () => {
    const run = await started(load());
    await run.cancel();
    await pass();
    void run.retry();
    await pass();
    expect(coordinator.asked.filter((one) => one.startsWith('POST'))).toHaveLength(2);
    expect(run.canRetry).toBe(true);
    storage.setItem(
      KEPT_ORDER_KEY,
      JSON.stringify({
        ...{ task: { id: ID, key: 'x' }, edited: true },
        order: { url: ORDER.url, kind: 'image', model: 'icons', prompt: 'a fox' },
      }),
    );
    expect(load().canRetry).toBe(false);
  });
});
