import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORDER_TIMEOUT_MS } from '#web/coordinator/coordinatorApi.ts';
import { KEPT_ORDER_KEY, type KeptOrder, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import { OrderRun, type OrderRunDeps } from '#web/create/order/orderRun.ts';
import { FakeCoordinator, ID, ORDER } from '#web/create/order/testing/fakeCoordinator.ts';
import { comeToRest, end, pass, started } from '#web/create/order/testing/orderSteps.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

/** What becomes of an order that its coordinator had not named when the page was loaded again. */

const SECRET = `0x${'5a'.repeat(32)}` as const;
const EXPECTED = [{ id: ID }];

let coordinator: FakeCoordinator;
let storage: ReturnType<typeof memoryStorage>;
let saved: SavedResult[];
let expectedTasks: OrderRunDeps['expectedTasks'];

const kept = () => keptValue(() => storage, KEPT_ORDER_KEY, keptOrderSchema);
const load = () =>
  new OrderRun({
    kept: kept(),
    save: async (result) => void saved.push(result),
    chainSeconds: async () => Math.floor(Date.now() / 1_000),
    headBlock: async () => 1,
    expectedTasks: (asked) => expectedTasks(asked),
  });

/** What is kept of an order that its coordinator has not named. */
const unnamed = (change: Partial<KeptOrder> = {}): KeptOrder => ({
  ...{ order: ORDER, edited: false, startedAt: Date.now(), secret: SECRET },
  ...{ salt: { by: 'browser', tasks: null }, ...change },
});

beforeEach(() => {
  vi.useFakeTimers();
  coordinator = new FakeCoordinator();
  storage = memoryStorage();
  saved = [];
  expectedTasks = async () => EXPECTED;
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => coordinator.answer(url, init));
});
afterEach(comeToRest);

describe('a reload before the coordinator has named the task', () => {
  it('sends the same order again', async () => {
    coordinator.named = new Promise(() => undefined);
    await started(load());
    const run = load();
    await pass();
    expect(coordinator.orders[1]).toEqual(coordinator.orders[0]);
    expect(run.state()).toMatchObject({ phase: 'working' });
  });

  it('sends an order that is dated anew where the coordinator knows none by then', async () => {
    kept().write(unnamed({ startedAt: Date.now() - 30_000, chainSeconds: 1_700 }));
    const at = Date.now();
    const run = load();
    await pass();
    expect(run.state()).toMatchObject({ startedAt: at });
    await end(coordinator);
    expect(saved).toMatchObject([{ ordered: { at, chainSeconds: Math.floor(at / 1_000) } }]);
  });

  it('follows the task that the coordinator has by then, dated as it was ordered', async () => {
    const startedAt = Date.now() - 30_000;
    kept().write(unnamed({ startedAt, chainSeconds: 1_700 }));
    coordinator.refuses = () => ({ code: 'task_exists', held: true });
    coordinator.status = 'done';
    const run = load();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'done' });
    expect(saved).toMatchObject([{ ordered: { at: startedAt, chainSeconds: 1_700 } }]);
    expect(load().state()).toEqual({ phase: 'idle' });
  });

  it('sends it no more once the page before would have given up', async () => {
    kept().write(unnamed({ startedAt: Date.now() - ORDER_TIMEOUT_MS + 1 }));
    expect(load().state()).toMatchObject({ phase: 'working' });
    kept().write(unnamed({ startedAt: Date.now() - ORDER_TIMEOUT_MS }));
    expect(load().state()).toEqual({ phase: 'idle' });
    expect(kept().read()).toBeUndefined();
    await pass();
    expect(coordinator.orders).toHaveLength(1);
  });

  it('works out no task from an order whose picture is lost, however often the page is loaded', async () => {
    const asked: boolean[] = [];
    expectedTasks = async ({ isPictureLost }) => {
      asked.push(isPictureLost);
      return null;
    };
    kept().write(unnamed({ task: { id: ID, key: 'secret' }, edited: true }));
    for (const _ of [1, 2]) {
      load();
      await pass();
    }
    expect(asked).toEqual([true, true]);
  });

  it('does not send one whose picture is lost', () => {
    kept().write(unnamed({ edited: true }));
    expect(load().state()).toEqual({ phase: 'idle' });
    expect(coordinator.orders).toEqual([]);
  });

  it.each([
    ['a secret that is none', { secret: '0x5a' }],
    ['more tasks than an order can become', { salt: { by: 'browser', tasks: Array(4).fill({ id: ID }) } }],
    ['a salt of nobody', { salt: { by: 'miner' } }],
  ])('starts idle with %s in the storage', (_, change) => {
    storage.setItem(KEPT_ORDER_KEY, JSON.stringify({ ...unnamed(), ...change }));
    expect(load().state()).toEqual({ phase: 'idle' });
  });
});
