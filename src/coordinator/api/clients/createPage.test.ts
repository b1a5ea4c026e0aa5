import '#network/polyfill.ts';
import '#web/language/testing/loadEnglish.ts';
import { encode } from 'fast-png';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import type { TestMiner } from '#coordinator/testing/testMiner.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import { dayOf } from '#protocol/task/taskRequest.ts';
import { expectedTasks } from '#web/create/order/expectedTasks.ts';
import { KEPT_ORDER_KEY, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import type { Order } from '#web/create/order/order.ts';
import { OrderRun } from '#web/create/order/orderRun.ts';
import { requestAgain } from '#web/create/rerun/requestAgain.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { verifySalt } from '#web/create/verify/verifySalt.ts';
import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

/** The dApp's page /create at a whole coordinator: who chooses the salt, and what is ordered twice. */

const whole = useWholeCoordinator();
const manifests = testCatalogue().models.map(({ manifest }) => manifest);
const samples = Uint8Array.from({ length: 24 * 16 * 3 }, (_, place) => (place * 7) % 256);
const png = new Blob([new Uint8Array(encode({ width: 24, height: 16, channels: 3, data: samples }))]);

let storage: ReturnType<typeof memoryStorage>;
let miner: TestMiner;
beforeEach(async () => {
  storage = memoryStorage();
  miner = await whole.mine('ann');
});

const NOON_MS = Date.UTC(2026, 10, 28, 12);
const DAY_MS = 24 * 60 * 60 * 1_000;

const seconds = () => Math.floor(Date.now() / 1_000);
/** The run of a page load; another one on the same storage is the page after a reload. */
const load = () =>
  new OrderRun({
    kept: keptValue(() => storage, KEPT_ORDER_KEY, keptOrderSchema),
    save: async () => undefined,
    chainSeconds: async () => seconds(),
    headBlock: async () => 1,
    expectedTasks: (asked) =>
      expectedTasks(
        asked,
        manifests.find(({ id }) => id === asked.order.model),
        Date.now(),
      ),
  });

async function resultOf(run: OrderRun): Promise<SavedResult> {
  await vi.waitFor(() => expect(run.state().phase).toBe('done'), { timeout: 20_000 });
  const state = run.state();
  if (state.phase !== 'done') throw new Error(state.phase);
  return state.result;
}
const ordered = async (order: Order) => {
  const run = load();
  await run.start(order);
  return resultOf(run);
};
const at = (order: object): Order => ({ url: whole.url, prompt: 'a fox', ...order }) as Order;
const paidOnce = () => vi.waitFor(() => expect(miner.paid).toHaveLength(1));

/** What is done with an order on its way; the rest passes. */
function intercept(act: (send: () => Promise<Response>, init: RequestInit) => Promise<Response>): void {
  const real = globalThis.fetch;
  let orders = 0;
  vi.stubGlobal('fetch', (url: URL, init: RequestInit = {}) => {
    const isFirst = init.method === 'POST' && ++orders === 1;
    return isFirst ? act(() => real(url, init), init) : real(url, init);
  });
}

describe('the page /create', () => {
  it.each<[string, object]>([
    ['an image', { kind: 'image', model: 'draw' }],
    ['an image with all options', { kind: 'image', model: 'draw', seed: 7, steps: 3, guidance: 1.25 }],
    ['an image of half a character', { kind: 'image', model: 'draw', prompt: 'a fox \ud83e' }],
    ['a text', { kind: 'text', model: 'talk' }],
    ['a text with all options', { kind: 'text', model: 'talk', seed: 0, temperature: 1e-9, maxTokens: 3 }],
    ['an image of what it must not show', { kind: 'image', model: 'draw', negativePrompt: 'a hen\n' }],
    ['a picture’s change', { kind: 'image', model: 'paint', start: { png, strength: 0.5 } }],
    [
      'a picture’s change in two lines',
      { kind: 'image', model: 'paint', prompt: 'a fox\nred\r\n', start: { png, strength: 0.25 }, steps: 2 },
    ],
    [
      'a picture’s change that must not show two lines',
      { kind: 'image', model: 'paint', start: { png, strength: 0.5 }, negativePrompt: 'a hen\nred' },
    ],
  ])('knows before its coordinator which task an order becomes: %s', async (_, order) => {
    const result = await ordered(at(order));
    expect(verifySalt(result)[0]).toBe('holds');
    const manifest = manifests.find(({ id }) => id === result.asked?.model);
    expect(await requestAgain(result, manifest)).toMatchObject({ salt: result.asked!.salt });
    await paidOnce();
  });

  it.each<[string, (order: Record<string, unknown>) => object]>([
    ['another salt', (order) => ({ ...order, salt: `0x${'5a'.repeat(16)}` })],
    ['no salt', ({ salt: _, ...order }) => order],
    ['another seed', (order) => ({ ...order, seed: Number(order.seed) + 1 })],
    ['a default that is not the model’s', (order) => ({ ...order, guidance: 1.5 })],
    ['another prompt', (order) => ({ ...order, prompt: 'a fox.' })],
  ])('finds out that its coordinator took %s', async (_, swap) => {
    intercept((_, { body, ...init }) =>
      whole.post('/v1/images/generations', swap(JSON.parse(String(body))), init),
    );
    const result = await ordered(at({ kind: 'image', model: 'draw' }));
    expect(verifySalt(result)[0]).toBe('fails');
  });

  it('orders without a salt where the coordinator takes none yet, once, and says who chose it', async () => {
    await whole.restart({ salts: new OwnSalts({ fromMs: Date.now() + 600_000, nowMs: Date.now }) });
    miner = await whole.mine('bob');
    const result = await ordered(at({ kind: 'image', model: 'draw' }));
    expect(result.salt).toEqual({ by: 'coordinator' });
    expect(verifySalt(result)[0]).toBe('unchecked');
    await paidOnce();
  });

  it('gets the task of an order whose answer was lost, and no second one', async () => {
    intercept(async (send) => {
      await (await send()).body?.cancel();
      throw new TypeError('Failed to fetch');
    });
    const run = load();
    await run.start(at({ kind: 'image', model: 'draw' }));
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'unreachable' });
    await run.retry();
    const result = await resultOf(run);
    expect(verifySalt(result)[0]).toBe('holds');
    await paidOnce();
    expect((await whole.task(result.id)).attempts).toHaveLength(1);
  });

  it('gets the task of an order that was not answered before a reload', async () => {
    intercept(async (send) => {
      await send();
      return new Promise(() => undefined);
    });
    const before = load();
    void before.start(at({ kind: 'text', model: 'talk' }));
    await vi.waitFor(() => expect(miner.paid).toHaveLength(1));
    const result = await resultOf(load());
    expect(verifySalt(result)[0]).toBe('holds');
    await paidOnce();
  });

  it('sends an order again after a reload that had not reached its coordinator', async () => {
    intercept(() => new Promise(() => undefined));
    void load().start(at({ kind: 'image', model: 'draw' }));
    const result = await resultOf(load());
    expect(verifySalt(result)[0]).toBe('holds');
    await paidOnce();
  });

  it('expects a text’s task of the day before and after, too: the coordinator’s clock may tell that', async () => {
    for (const offset of [-1, 1]) {
      const order = at({ kind: 'text', model: 'talk' });
      const asked = { order, secret: `0x${'5a'.repeat(32)}` as const, isPictureLost: false };
      const manifest = manifests.find(({ id }) => id === order.model);
      const here = await expectedTasks(asked, manifest, NOON_MS);
      const there = await expectedTasks(asked, manifest, NOON_MS + offset * DAY_MS);
      expect(here).toContainEqual(there?.find(({ date }) => date === dayOf(NOON_MS + offset * DAY_MS)));
    }
  });

  it('orders two tasks for two orders of one prompt', async () => {
    const order = at({ kind: 'image', model: 'draw' });
    const [first, second] = [await ordered(order), await ordered(order)];
    expect(first.id).not.toBe(second.id);
    expect(first.receipt.seed).not.toBe(second.receipt.seed);
  });
});
