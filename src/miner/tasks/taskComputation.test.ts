import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { compute } from '#miner/tasks/taskComputation.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { MemoryResults, network, winningRequest } from '#miner/testing/world.ts';

const signer = privateKeyToAccount(generatePrivateKey());
const events = { onStart: () => undefined, onProgress: () => undefined };
const { request } = winningRequest();
const task = { digest: `0x${'d'.repeat(64)}`, expiry: 2_000_000_000, request } as const;
const never = new AbortController().signal;

/** A GPU that gives another bit with each run. */
class RestlessEngine implements TaskEngine {
  runs = 0;
  readonly together = () => 1;
  readonly models = () => ['draw'];
  readonly run = async () => ({
    result: { kind: 'image' as const, png: Uint8Array.of(++this.runs) },
    seconds: 1,
  });
}

const depsOf = (results: MemoryResults, engine: TaskEngine) => ({
  network,
  signer,
  engine,
  results,
  priceOf: () => 1n,
});

it('signs one result for an assignment, also when it is computed again after a reload', async () => {
  const results = new MemoryResults();
  const engine = new RestlessEngine();
  const first = await compute(depsOf(results, engine), task, events, never);
  const again = await compute(depsOf(results, engine), task, events, never);
  expect(first).toMatchObject({ type: 'result', units: 1, model: 'draw' });
  expect(again).toEqual(first);
  expect(engine.runs).toBe(1);
});

it('gives what was signed first when two runs of one assignment end', async () => {
  const results = new MemoryResults();
  const engine = new RestlessEngine();
  const [first, second] = await Promise.all([
    compute(depsOf(results, engine), task, events, never),
    compute(depsOf(results, engine), task, events, never),
  ]);
  expect(engine.runs).toBe(2);
  expect(second).toEqual(first);
});

it('neither gives nor computes again what was paid for', async () => {
  const results = new MemoryResults();
  const engine = new RestlessEngine();
  await compute(depsOf(results, engine), task, events, never);
  await results.settle(task.digest);
  const again = await compute(depsOf(results, engine), task, events, never);
  expect(again).toMatchObject({ type: 'refusal', code: 'TASK_OVER' });
  expect(engine.runs).toBe(1);
});

it('gives nothing that could not be kept', async () => {
  const results = new MemoryResults();
  Object.assign(results, { keep: async () => Promise.reject(new Error('the disk is full')) });
  const ended = await compute(depsOf(results, new RestlessEngine()), task, events, never);
  expect(ended).toEqual({ type: 'refusal', code: 'INFERENCE_FAILED', detail: 'the disk is full' });
});
