import { beforeEach, describe, expect, it } from 'vitest';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import { GpuQueue } from '#miner/gpu/gpuQueue.ts';

const TASKS = 500;
/** Texts of one model that run together. */
const TOGETHER = 4;

interface Task {
  model: 'draw' | 'talk';
  ms: number;
}

/** A coordinator that always has `ahead` tasks in the tab while it is active. */
interface Client {
  claim: GpuClaim;
  ahead: number;
  isActive(): boolean;
  nextTask(): Task;
  held: number;
  /** GPU time that it got, measured here and not by the queue. */
  gotMs: number;
  done: number;
}

let now: number;
let queue: GpuQueue;
let clients: Client[];
let running: { client: Client; model: Task['model']; endsAt: number; end: () => void }[];
let seed: number;

beforeEach(() => {
  [now, clients, running, seed] = [1_000, [], [], 1];
  queue = new GpuQueue(() => now);
});

/** A number in [0, 1), the same in every run. */
const random = () => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
const mixed = (): Task =>
  random() < 0.4
    ? { model: 'draw', ms: 500 + 4_000 * random() }
    : { model: 'talk', ms: 50 + 3_000 * random() };

function add(weight: number | (() => number), more: Partial<Client> = {}): Client {
  const weightOf = typeof weight === 'number' ? () => weight : weight;
  const claim = { client: `client ${clients.length}`, weight: weightOf };
  const client: Client = {
    ...{ claim, ahead: 3, isActive: () => true, nextTask: mixed, held: 0, gotMs: 0, done: 0 },
    ...more,
  };
  clients.push(client);
  return client;
}

function ask(client: Client): void {
  const { model, ms } = client.nextTask();
  client.held++;
  const work = () => new Promise<void>((end) => running.push({ client, model, endsAt: now + ms, end }));
  const limit = () => (model === 'talk' ? TOGETHER : 1);
  void queue.run(work, { model, limit, claim: client.claim }).then(() => {
    client.held--;
    client.done++;
  });
}

/** Lets what follows from the last step happen: it waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Runs the GPU, task by task, until `isOver`. */
async function runUntil(isOver: () => boolean): Promise<void> {
  for (;;) {
    for (const client of clients) while (client.isActive() && client.held < client.ahead) ask(client);
    await settle();
    if (isOver() || running.length === 0) return;
    expect(new Set(running.map(({ model }) => model)).size).toBe(1);
    running.sort((a, b) => a.endsAt - b.endsAt);
    const [first] = running;
    const passed = first!.endsAt - now;
    for (const { client } of running) client.gotMs += passed / running.length;
    now = first!.endsAt;
    running.shift();
    first!.end();
    await settle();
  }
}

const tasksDone = () => clients.reduce((sum, { done }) => sum + done, 0);
const afterTasks = (count: number) => () => tasksDone() >= count;
/** Each client's part of the GPU time since `before`. */
function shares(before: readonly number[] = clients.map(() => 0)): number[] {
  const got = clients.map(({ gotMs }, place) => gotMs - before[place]!);
  const all = got.reduce((sum, ms) => sum + ms);
  return got.map((ms) => ms / all);
}
const got = () => clients.map(({ gotMs }) => gotMs);

function expectShares(actual: readonly number[], weights: readonly number[]): void {
  const all = weights.reduce((sum, weight) => sum + weight);
  for (const [place, weight] of weights.entries()) {
    const ratio = actual[place]! / (weight / all);
    expect(ratio, `client ${place} of ${actual.map((share) => share.toFixed(3))}`).toBeGreaterThan(0.95);
    expect(ratio, `client ${place} of ${actual.map((share) => share.toFixed(3))}`).toBeLessThan(1.05);
  }
}

describe('clients that are always busy share the GPU by weight', () => {
  it.each([
    ['as many tasks ahead', [3, 3, 3]],
    ['the places that their stake gives them', [1, 2, 4]],
    ['more places the less stake they have', [9, 3, 2]],
  ])('with %s', async (_, ahead) => {
    const weights = [2e24, 4e24, 8e24];
    for (const [place, weight] of weights.entries()) add(weight, { ahead: ahead[place]! });
    await runUntil(afterTasks(TASKS));
    expectShares(shares(), weights);
  });

  it('to within a task when one sends only huge ones', async () => {
    const hugeMs = 40_000;
    add(2, { nextTask: () => ({ model: 'draw', ms: hugeMs }) });
    add(4);
    add(8);
    await runUntil(afterTasks(TASKS));
    const all = got().reduce((sum, ms) => sum + ms);
    expect(Math.abs(clients[0]!.gotMs - all / 7)).toBeLessThan(hugeMs);
    const [, ...others] = got();
    expect(others[0]! / others[1]!).toBeCloseTo(0.5, 1);
  });

  it('when one sends only images and the others only texts', async () => {
    add(2, { nextTask: () => ({ model: 'draw', ms: 1_000 + 1_000 * random() }) });
    for (const weight of [4, 8]) add(weight, { nextTask: () => ({ model: 'talk', ms: 3_000 * random() }) });
    await runUntil(afterTasks(TASKS));
    expectShares(shares(), [2, 4, 8]);
  });
});

describe('a client that is idle', () => {
  it('leaves its share to the others within a task', async () => {
    let isActive = true;
    add(2);
    add(4);
    add(8, { isActive: () => isActive });
    await runUntil(afterTasks(TASKS / 2));
    isActive = false;
    await runUntil(() => clients[2]!.held === 0);
    const before = got();
    const since = now;
    await runUntil(afterTasks(TASKS));
    expectShares(shares(before).slice(0, 2), [2, 4]);
    // The GPU never waited.
    expect(got().reduce((sum, ms) => sum + ms) - before.reduce((sum, ms) => sum + ms)).toBeCloseTo(
      now - since,
    );
  });

  it('saves up nothing: when it comes back it gets its share and no more', async () => {
    let isActive = false;
    add(2);
    add(4);
    add(8, { isActive: () => isActive });
    await runUntil(afterTasks(TASKS));
    isActive = true;
    const before = got();
    await runUntil(afterTasks(TASKS + 60));
    // At once, over a few tasks each.
    expect(shares(before)[2]).toBeGreaterThan(0.4);
    expect(shares(before)[2]).toBeLessThan(0.7);
    await runUntil(afterTasks(2 * TASKS));
    expectShares(shares(before), [2, 4, 8]);
  });

  it('leaves no debt to the one that used its share', async () => {
    let isActive = false;
    add(8);
    add(8, { isActive: () => isActive });
    await runUntil(afterTasks(TASKS));
    isActive = true;
    const before = got();
    await runUntil(afterTasks(2 * TASKS));
    expectShares(shares(before), [8, 8]);
  });
});

describe('a weight', () => {
  it('that changes counts from then on', async () => {
    let weight = 2;
    add(() => weight);
    add(4);
    await runUntil(afterTasks(TASKS));
    weight = 12;
    const before = got();
    await runUntil(afterTasks(2 * TASKS));
    expectShares(shares(before), [12, 4]);
  });

  it('of zero gives what others leave, and saves up nothing', async () => {
    let weight = 0;
    let isActive = true;
    // Texts could join those that run.
    const nextTask = (): Task => ({ model: 'draw', ms: 2_000 * random() });
    add(4, { isActive: () => isActive, nextTask });
    add(() => weight, { nextTask });
    await runUntil(afterTasks(100));
    expect(clients[1]!.done).toBe(0);
    isActive = false;
    await runUntil(afterTasks(150));
    expect(clients[1]!.done).toBeGreaterThan(40);
    [weight, isActive] = [4, true];
    const before = got();
    await runUntil(afterTasks(150 + TASKS));
    expectShares(shares(before), [4, 4]);
  });
});

it('one client gets its tasks in the order in which it asked, also among others', async () => {
  const order: number[] = [];
  let asked = 0;
  add(2);
  const [client] = clients;
  const log = (place: number) => order.push(place);
  const limit = () => 1;
  for (const _ of Array.from({ length: 6 })) {
    const place = asked++;
    const work = () =>
      new Promise<void>((end) => running.push({ client: client!, model: 'draw', endsAt: now + 10, end }));
    void queue.run(work, {
      model: 'draw',
      limit,
      claim: { client: 'in order', weight: () => 1 },
      onStart: () => log(place),
    });
  }
  await runUntil(() => order.length === 6);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});
