import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import { SILENCE_LIMIT_MS } from '#web/coordinator/bodyPieces.ts';
import { ORDER_TIMEOUT_MS } from '#web/coordinator/coordinatorApi.ts';
import { LOOK_UP_MS } from '#web/coordinator/followTask.ts';
import { KEPT_ORDER_KEY, keptOrderSchema } from '#web/create/order/keptOrder.ts';
import { OrderRun } from '#web/create/order/orderRun.ts';
import { GRACE_MS } from '#web/create/order/taskDeadline.ts';
import { END, FakeCoordinator, ID, ORDER, words } from '#web/create/order/testing/fakeCoordinator.ts';
import { comeToRest, pass, started } from '#web/create/order/testing/orderSteps.ts';
import { awaySentence, CANCEL_FAILED, overdueSentence } from '#web/create/order/waitSentence.ts';
import { t } from '#web/language/translate.ts';
import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

/** How long the page waits for a coordinator, whatever that one says or leaves unsaid. */

const LIFE_MS = TASK_LIFETIME_S * 1_000;
/** The longest that a read may take, in ms. */
const READ_MS = 10_000;

let coordinator: FakeCoordinator;
let storage: ReturnType<typeof memoryStorage>;

const kept = () => keptValue(() => storage, KEPT_ORDER_KEY, keptOrderSchema);
const load = () =>
  new OrderRun({
    ...{ kept: kept(), save: async () => undefined, chainSeconds: async () => 1 },
    headBlock: async () => 1,
    expectedTasks: async () => null,
  });

/** The page after a reload, so late that the task's own time is over. */
async function reloaded() {
  const startedAt = Date.now() - LIFE_MS;
  kept().write({ task: { id: ID, key: 'secret' }, order: ORDER, edited: false, startedAt });
  const run = load();
  await pass();
  return run;
}

beforeEach(() => {
  vi.useFakeTimers();
  coordinator = new FakeCoordinator();
  storage = memoryStorage();
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => coordinator.answer(url, init));
});
afterEach(comeToRest);

/** What a coordinator does that never gives a result. */
const STALLS: [string, () => void][] = [
  ['says that it runs', () => (coordinator.lies = true)],
  ['does not answer', () => (coordinator.hangs = 'GET')],
  ['is away', () => (coordinator.away = true)],
  [
    'says that it is done, and stops in the middle of its result',
    () => {
      coordinator.status = 'done';
      coordinator.hangs = 'result';
    },
  ],
];

describe('OrderRun', () => {
  it.each(STALLS)('lets a task go whose coordinator %s for ever', async (_, stall) => {
    const run = await reloaded();
    stall();
    await pass(GRACE_MS - 1);
    expect(run.state()).toMatchObject({ phase: 'working' });
    await pass(1);
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'overdue', sentence: overdueSentence() });
    expect(coordinator.asked.at(-1)).toBe(`DELETE /v1/tasks/${ID}?key=secret`);
    const asked = coordinator.asked.length;
    await pass(GRACE_MS);
    expect(coordinator.asked).toHaveLength(asked);
    expect(load().state()).toEqual({ phase: 'idle' });
  });

  it('lets a task go whose stream goes on for ever', async () => {
    const run = await started(load());
    const almostSilent = SILENCE_LIMIT_MS - 1;
    for (let waited = 0; waited < LIFE_MS + GRACE_MS; waited += almostSilent) {
      expect(run.state()).toMatchObject({ phase: 'working', followed: false });
      coordinator.stream.enqueue(words('and '));
      await pass(almostSilent);
    }
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'overdue' });
  });

  it('takes a result that comes at the last moment', async () => {
    const run = await reloaded();
    await pass(GRACE_MS - 2 * LOOK_UP_MS);
    coordinator.status = 'done';
    await pass(LOOK_UP_MS);
    expect(run.state()).toMatchObject({ phase: 'done' });
    await pass(LOOK_UP_MS);
    expect(run.state()).toMatchObject({ phase: 'done' });
  });

  it('gives a task that has just begun its whole time', async () => {
    await started(load());
    expect(kept().read()).toMatchObject({ startedAt: Date.now() });
    const run = load();
    await pass(GRACE_MS);
    expect(run.state()).toMatchObject({ phase: 'working' });
  });

  it('looks a task up whose stream is silent for too long', async () => {
    const run = await started(load());
    await pass(SILENCE_LIMIT_MS - 1);
    expect(run.state()).toMatchObject({ followed: false });
    await pass(1);
    expect(run.state()).toMatchObject({ phase: 'working', followed: true });
    expect(coordinator.asked.at(-1)).toBe(`GET /v1/tasks/${ID}?key=secret`);
  });

  it('ends an order that is never answered', async () => {
    coordinator.hangs = 'POST';
    const run = await started(load());
    await pass(ORDER_TIMEOUT_MS - 1);
    expect(run.state()).toMatchObject({ phase: 'working' });
    await pass(1);
    expect(run.state()).toMatchObject({ phase: 'failed', code: 'unreachable' });
  });

  it('lets a task go at the second cancel that its coordinator calls over', async () => {
    const run = await reloaded();
    coordinator.lies = true;
    await run.cancel();
    await pass(LOOK_UP_MS);
    expect(run.state()).toMatchObject({
      phase: 'working',
      cancelling: false,
      notice: t(CANCEL_FAILED.over.notice),
    });
    await run.cancel();
    await pass();
    expect(run.state()).toMatchObject({
      phase: 'failed',
      code: 'left',
      sentence: t(CANCEL_FAILED.over.left),
    });
  });

  it('says that a cancel failed that is never answered', async () => {
    const run = await started(load());
    coordinator.hangs = 'DELETE';
    void run.cancel();
    await pass(READ_MS - 1);
    expect(run.state()).toMatchObject({ cancelling: true });
    await pass(1);
    expect(run.state()).toMatchObject({ cancelling: false, notice: t(CANCEL_FAILED.unanswered.notice) });
  });

  it('still shows the result of a task that was over before it was cancelled', async () => {
    const run = await started(load());
    coordinator.status = 'done';
    await run.cancel();
    expect(run.state()).toMatchObject({ notice: t(CANCEL_FAILED.over.notice) });
    coordinator.stream.enqueue(END);
    coordinator.stream.close();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'done' });
  });

  it('says that a coordinator is away that does not answer in time', async () => {
    const run = await reloaded();
    coordinator.hangs = 'GET';
    await pass(LOOK_UP_MS + READ_MS - 1);
    expect(run.state()).toMatchObject({ notice: null });
    await pass(1);
    expect(run.state()).toMatchObject({ notice: awaySentence() });
  });
});
