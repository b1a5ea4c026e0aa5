import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { ORDER_TIMEOUT_MS } from '#web/coordinator/coordinatorApi.ts';
import { LOOK_UP_MS } from '#web/coordinator/followTask.ts';
import { KEPT_ORDER_KEY, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import { EXPECT_LIMIT_MS, OrderRun, type OrderRunDeps } from '#web/create/order/orderRun.ts';
import { event, FakeCoordinator, ID, ORDER } from '#web/create/order/testing/fakeCoordinator.ts';
import { comeToRest, end, pass, started } from '#web/create/order/testing/orderSteps.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

/** Who chooses the salt of an order, and what becomes of an order that is sent again. */

const SECRET = `0x${'5a'.repeat(32)}` as const;
const EXPECTED = [{ id: ID }];

let coordinator: FakeCoordinator;
let storage: ReturnType<typeof memoryStorage>;
let saved: SavedResult[];
let expectedTasks: OrderRunDeps['expectedTasks'];
let chainSeconds: OrderRunDeps['chainSeconds'];

const kept = () => keptValue(() => storage, KEPT_ORDER_KEY, keptOrderSchema);
const load = () =>
  new OrderRun({
    kept: kept(),
    save: async (result) => void saved.push(result),
    chainSeconds: () => chainSeconds(),
    headBlock: async () => 1,
    expectedTasks: (asked) => expectedTasks(asked),
  });

beforeEach(() => {
  vi.useFakeTimers();
  coordinator = new FakeCoordinator();
  storage = memoryStorage();
  saved = [];
  expectedTasks = async () => EXPECTED;
  chainSeconds = async () => Math.floor(Date.now() / 1_000);
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => coordinator.answer(url, init));
});
afterEach(comeToRest);

describe('an order', () => {
  it('is sent with a salt and a seed of this browser’s own, other ones each time', async () => {
    await (await started(load())).cancel();
    await pass();
    await started(load());
    const [first, second] = coordinator.orders;
    const { salt, seed } = chosenBy(first?.secret as typeof SECRET);
    expect(first).toMatchObject({ salt, seed });
    expect(second?.salt).not.toBe(salt);
  });

  it('keeps the visitor’s own seed', async () => {
    void load().start({ ...ORDER, seed: 0 });
    await pass();
    expect(coordinator.orders).toMatchObject([{ seed: 0, salt: expect.stringMatching(/^0x[0-9a-f]{32}$/) }]);
  });

  it('keeps with its result who chose the salt and which task had to follow, over a reload too', async () => {
    await started(load());
    await end(coordinator);
    expect(saved).toMatchObject([{ salt: { by: 'browser', tasks: EXPECTED } }]);
    await started(load());
    expectedTasks = () => Promise.reject(new Error('asked again'));
    load();
    coordinator.status = 'done';
    await pass(LOOK_UP_MS);
    expect(saved[1]).toMatchObject({ salt: { by: 'browser', tasks: EXPECTED } });
  });

  it.each<[string, OrderRunDeps['expectedTasks']]>([
    ['never comes', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new Error('no manifest'))],
    ['is unknown', async () => null],
  ])('is answered all the same where the task that must follow %s', async (_, ask) => {
    expectedTasks = ask;
    const run = await started(load());
    await end(coordinator);
    await pass(EXPECT_LIMIT_MS);
    expect(run.state().phase).toBe('done');
    expect(saved).toMatchObject([{ salt: { by: 'browser', tasks: null } }]);
  });
});

describe('a coordinator that takes no salt yet', () => {
  beforeEach(() => {
    coordinator.refuses = (order) => (order === 1 ? { code: 'salt_not_yet', held: false } : undefined);
  });

  it('gets the order without one, and the result says so', async () => {
    const run = await started(load());
    expect(coordinator.orders[1]).toEqual({ salt: undefined, seed: undefined, secret: null });
    await end(coordinator);
    expect(run.state().phase).toBe('done');
    expect(saved).toMatchObject([{ salt: { by: 'coordinator' } }]);
    expect(coordinator.orders).toHaveLength(2);
  });

  it('does not get it again after a reload until it has named the task', async () => {
    let name = (): void => undefined;
    coordinator.named = new Promise((resolve) => (name = resolve));
    await started(load());
    expect(load().state()).toEqual({ phase: 'idle' });
    name();
    await pass();
    expect(kept().read()).toMatchObject({ task: { id: ID }, salt: { by: 'coordinator' } });
    expect(load().state()).toMatchObject({ phase: 'working' });
    expect(coordinator.orders).toHaveLength(2);
  });

  it('gets it twice and no more, whatever it says', async () => {
    coordinator.refuses = () => ({ code: 'salt_not_yet', held: false });
    const run = await started(load());
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'salt_not_yet' });
    expect(coordinator.orders).toHaveLength(2);
  });

  it('is not held to the task of a salt that it refused', async () => {
    expectedTasks = () => new Promise((resolve) => setTimeout(resolve, 1_000, EXPECTED));
    await started(load());
    await pass(1_000);
    await end(coordinator);
    expect(saved).toMatchObject([{ salt: { by: 'coordinator' } }]);
  });

  it('gets no second order once the visitor has cancelled the first', async () => {
    let answer = (): void => undefined;
    coordinator.answering = new Promise((resolve) => (answer = resolve));
    const run = await started(load());
    await run.cancel();
    answer();
    await pass();
    expect(run.state()).toEqual({ phase: 'cancelled' });
    expect(coordinator.orders).toHaveLength(1);
  });

  it('gets no second order for saying so of a task that it has named', async () => {
    coordinator.refuses = () => undefined;
    const run = await started(load());
    coordinator.stream.enqueue(
      event({ error: { message: 'No.', type: 'server_error', code: 'salt_not_yet', param: null } }),
    );
    await pass();
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'salt_not_yet' });
    expect(coordinator.orders).toHaveLength(1);
  });

  it('gets the next order with a salt again', async () => {
    await started(load());
    await end(coordinator);
    await started(load());
    expect(coordinator.orders[2]?.secret).toMatch(/^0x/);
  });
});

describe('an order whose answer was lost', () => {
  const lost = async () => {
    coordinator.away = true;
    const run = await started(load());
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'unreachable' });
    coordinator.away = false;
    return run;
  };
  const again = async (run: OrderRun) => {
    void run.retry();
    await pass();
  };

  it('is the same order at the next try, and another one when it is ordered anew', async () => {
    coordinator.hangs = 'POST';
    const run = await started(load());
    await pass(ORDER_TIMEOUT_MS);
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'unreachable' });
    coordinator.hangs = undefined;
    await again(run);
    expect(coordinator.orders[1]).toEqual(coordinator.orders[0]);
    await run.cancel();
    await pass();
    void run.start(ORDER);
    await pass();
    expect(coordinator.orders[2]?.salt).not.toBe(coordinator.orders[0]?.salt);
  });

  it('gives its task, as of the time when it was sent first', async () => {
    const at = Date.now();
    const run = await lost();
    await pass(60_000);
    coordinator.away = true;
    await again(run);
    coordinator.away = false;
    await pass(60_000);
    coordinator.refuses = () => ({ code: 'task_exists', held: true });
    coordinator.status = 'done';
    await again(run);
    await vi.waitFor(() => expect(run.state()).toMatchObject({ phase: 'done', result: { ordered: { at } } }));
    expect(saved).toMatchObject([{ source: { key: 'secret' }, salt: { by: 'browser', tasks: EXPECTED } }]);
  });

  it('is not dated anew by a chain that tells the time after the task was found', async () => {
    const at = Date.now();
    chainSeconds = () => Promise.reject(new Error('no route'));
    const run = await lost();
    await pass(60_000);
    coordinator.refuses = () => ({ code: 'task_exists', held: true });
    chainSeconds = () => new Promise((resolve) => setTimeout(resolve, 1_000, 1_700));
    await again(run);
    await pass(1_000);
    coordinator.status = 'done';
    await pass(LOOK_UP_MS);
    expect(saved[0]?.ordered).toEqual({ at });
  });

  it('is taken at the second time, and dated so', async () => {
    const run = await lost();
    await pass(60_000);
    const at = Date.now();
    await again(run);
    expect(kept().read()).toMatchObject({ task: { id: ID }, startedAt: at });
    await end(coordinator);
    expect(saved).toMatchObject([{ ordered: { at } }]);
  });

  it('gets another salt once its coordinator keeps the task to itself', async () => {
    const run = await lost();
    coordinator.refuses = () => ({ code: 'task_exists', held: false });
    await again(run);
    const sentence = t('create.orderRun.keptFromYou');
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'task_exists', sentence });
    coordinator.refuses = () => undefined;
    await again(run);
    expect(run.state()).toMatchObject({ phase: 'working' });
    const [first, second] = coordinator.orders;
    expect(second?.salt).not.toBe(first?.salt);
  });

  it('gets another salt after a task that failed', async () => {
    const run = await lost();
    coordinator.refuses = () => ({ code: 'task_exists', held: true });
    coordinator.status = 'expired';
    await again(run);
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'expired' });
    await again(run);
    const [first, second] = coordinator.orders;
    expect(second?.salt).not.toBe(first?.salt);
  });
});
