import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { compute, readRequest } from '#miner/tasks/work/taskComputation.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import { MemoryAnswers, MemoryResults } from '#miner/testing/memoryStores.ts';
import { BEACON, boss, network, PRICE, winningRequest } from '#miner/testing/world.ts';
import { evidenceIdOf, readEvidence } from '#protocol/court/evidence.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { type Assignment, assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { partCountOf } from '#protocol/trace/workTrace.ts';

const signer = privateKeyToAccount(generatePrivateKey());
const events = { onStart: () => undefined, onProgress: () => undefined };
const { request, bytes } = winningRequest();
const assignment: Assignment = {
  ...{ taskId: taskIdOf(bytes), coordinator: boss.address, miner: signer.address, attempt: 0 },
  ...{ rosterBlock: 10, beacon: BEACON, passed: [], unitPrice: PRICE, expiry: 2_000_000_000 },
  signature: `0x${'1'.repeat(130)}`,
};
const task = { digest: `0x${'d'.repeat(64)}`, assignment, request } as const;
const never = new AbortController().signal;

/** An engine whose result differs with each run. */
class NondeterministicEngine implements TaskEngine {
  runs = 0;
  readonly together = () => 1;
  readonly models = () => ['draw'];
  readonly manifestOf = (model: string) => (model === 'draw' ? MANIFEST : undefined);
  readonly run = async () => ({
    result: { kind: 'image' as const, png: Uint8Array.of(++this.runs) },
    trace: [Uint8Array.of(this.runs)],
    seconds: 1,
  });
  readonly audit = async () => ({ measures: {} });
}

const depsOf = (results: MemoryResults, engine: TaskEngine, answers = new MemoryAnswers()) => ({
  network,
  signer,
  engine,
  results,
  answers,
  claim: { client: 'boss', weight: () => 1 },
  priceOf: () => 1n,
});

it('compute returns the stored result after a reload', async () => {
  const results = new MemoryResults();
  const engine = new NondeterministicEngine();
  const first = await compute(depsOf(results, engine), task, events, never);
  const again = await compute(depsOf(results, engine), task, events, never);
  expect(first).toMatchObject({ type: 'result', units: 1, model: 'draw' });
  expect(again).toEqual(first);
  expect(engine.runs).toBe(1);
});

it('compute returns the first signed result when two runs of one assignment end', async () => {
  const results = new MemoryResults();
  const engine = new NondeterministicEngine();
  const [first, second] = await Promise.all([
    compute(depsOf(results, engine), task, events, never),
    compute(depsOf(results, engine), task, events, never),
  ]);
  expect(engine.runs).toBe(2);
  expect(second).toEqual(first);
});

it('compute keeps its work as evidence that jurors accept, with the whole trace', async () => {
  const parts = Array.from({ length: partCountOf(request) }, (_, index) => Uint8Array.of(index));
  const engine = new NondeterministicEngine();
  const run = async () => ({ ...(await new NondeterministicEngine().run()), trace: parts });
  const { signature: _, ...unsigned } = assignment;
  const assigned = await signAssignment(network, boss, unsigned);
  const answers = new MemoryAnswers();
  const digest = assignmentDigest(network, assigned);
  const deps = depsOf(new MemoryResults(), { ...engine, run }, answers);
  const computed = await compute(deps, { ...task, digest, assignment: assigned }, events, never);
  const [[id, bundle]] = [...answers.kept] as [[string, Uint8Array]];
  const read = await readEvidence(network, bundle);
  expect(id).toBe(evidenceIdOf(read.claim));
  expect(read.claim).toMatchObject({ assignment: digest, result: (computed as { hash: string }).hash });
  expect([...read.parts!.values()]).toEqual(parts);
});

it('compute delivers a result that cannot be kept for a jury', async () => {
  const answers = new MemoryAnswers();
  Object.assign(answers, { keep: async () => Promise.reject(new Error('the disk is full')) });
  const deps = depsOf(new MemoryResults(), new NondeterministicEngine(), answers);
  expect(await compute(deps, task, events, never)).toMatchObject({ type: 'result' });
});

it('compute refuses an assignment that was paid for', async () => {
  const results = new MemoryResults();
  const engine = new NondeterministicEngine();
  await compute(depsOf(results, engine), task, events, never);
  await results.settle(task.digest);
  const again = await compute(depsOf(results, engine), task, events, never);
  expect(again).toMatchObject({ type: 'refusal', code: 'TASK_OVER' });
  expect(engine.runs).toBe(1);
});

it('compute refuses a result that cannot be stored', async () => {
  const results = new MemoryResults();
  Object.assign(results, { keep: async () => Promise.reject(new Error('the disk is full')) });
  const ended = await compute(depsOf(results, new NondeterministicEngine()), task, events, never);
  expect(ended).toEqual({ type: 'refusal', code: 'INFERENCE_FAILED', detail: 'the disk is full' });
});

it('compute hands a cancelled task back at once, though the GPU still works on it', async () => {
  const cancel = new AbortController();
  const engine = { ...new NondeterministicEngine(), run: () => new Promise<never>(() => undefined) };
  const computed = compute(depsOf(new MemoryResults(), engine), task, events, cancel.signal);
  cancel.abort(new RefusalError('STOPPING'));
  expect(await computed).toMatchObject({ type: 'refusal', code: 'STOPPING' });
});

describe('readRequest', () => {
  const assignmentOf = (taskBytes: Uint8Array, unitPrice: bigint) => ({
    ...assignment,
    ...{ taskId: taskIdOf(taskBytes), unitPrice },
  });
  const reading = (sent: Uint8Array, { unitPrice = PRICE, prices = ['draw'], drawn = sent } = {}) => {
    const priceOf = (model: string) => (prices.includes(model) ? PRICE : undefined);
    const deps = { ...depsOf(new MemoryResults(), new NondeterministicEngine()), priceOf };
    return () => readRequest(deps, assignmentOf(drawn, unitPrice), sent);
  };
  const refused = (code: string) => expect.objectContaining({ code });

  it.each([
    ['exactly the welcome’s price', PRICE],
    ['more than the welcome’s price', PRICE + 1n],
  ])('reads a request that pays %s', (_, unitPrice) => {
    expect(reading(bytes, { unitPrice })()).toEqual(request);
  });

  it.each([
    ['less than the welcome’s price', { unitPrice: PRICE - 1n }],
    ['a price that no welcome named', { prices: [] }],
  ])('refuses a request at %s', (_, terms) => {
    expect(reading(bytes, terms)).toThrow(refused('MALFORMED'));
  });

  it('refuses another request than the one that was drawn', () => {
    const other = encodeTaskRequest({ ...request, seed: request.seed + 1 });
    expect(reading(other, { drawn: bytes })).toThrow(refused('MALFORMED'));
    expect(reading(other)()).toMatchObject({ seed: request.seed + 1 });
  });

  it('refuses a model that is not loaded', () => {
    expect(reading(encodeTaskRequest({ ...request, model: 'other' }))).toThrow(refused('MODEL_NOT_LOADED'));
    const manifest = `0x${'0'.repeat(64)}` as const;
    expect(reading(encodeTaskRequest({ ...request, manifest }))).toThrow(refused('MODEL_NOT_LOADED'));
  });

  it('refuses bytes that are no request, though their hash was drawn', () => {
    expect(reading(Uint8Array.of(0xa0))).toThrow(refused('MALFORMED'));
  });
});
