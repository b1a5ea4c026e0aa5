import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { encodeTaskRequest, type TaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { gpuRerun } from '#web/create/rerun/gpuRerun.ts';
import { requestAgain } from '#web/create/rerun/requestAgain.ts';
import { resultAgain } from '#web/create/rerun/resultAgain.ts';
import { type OrderedWork, requestsOf } from '#web/create/saved/requestsOf.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/** Results of lying twins, judged by the site's models on the CPU in place of the visitor's GPU. */

const SALT = `0x${'5a'.repeat(16)}`;
const SEED = 7;
const DAY = '2026-11-28';
const SAVED_AT = Date.UTC(2026, 10, 28, 12);
const never = new AbortController().signal;

interface Opened {
  model: LoadedModel;
  manifest: Manifest;
}
async function open(id: string): Promise<Opened> {
  const folder = new URL(`../../../../public/models/${id}/`, import.meta.url).pathname;
  const manifest = parseManifest(JSON.parse(await readFile(`${folder}manifest.json`, 'utf8')));
  const read = async (path: string) => new Uint8Array(await readFile(folder + path));
  return { manifest, model: await loadModel(manifest, read, createNodeRuntime()) };
}

async function requestOf(order: OrderedWork, manifest: Manifest): Promise<TaskRequest> {
  return (await requestsOf({ order, chosen: { salt: SALT, seed: SEED }, days: [DAY] }, manifest))![0]!;
}

/** What the browser keeps of an order that a miner answered with this result. */
function savedOf({ prompt, ...asked }: OrderedWork, request: TaskRequest, result: TaskResult): SavedResult {
  const receipt = {
    ...{ ...EXAMPLE_RECEIPT, task_id: taskIdOf(encodeTaskRequest(request)), seed: SEED },
    result_hash: resultHashOf(encodeWire(result)),
  };
  const common = { id: receipt.task_id, prompt, savedAt: SAVED_AT, receipt };
  const kept = { asked: { ...asked, salt: SALT }, source: { url: 'http://node.test', key: 'k' } };
  vi.stubGlobal('fetch', async () => new Response(encodeWire(result)));
  return (
    result.kind === 'image'
      ? { ...common, ...kept, kind: 'image', image: new Blob([Uint8Array.from(result.png)]) }
      : { ...common, ...kept, kind: 'text', text: result.text }
  ) as SavedResult;
}

async function judged(saved: SavedResult, { model, manifest }: Opened) {
  const request = await requestAgain(saved, manifest);
  const result = await resultAgain(saved, never);
  const passed = {
    ...{ modelId: manifest.id, manifest: manifestHash(manifest) },
    ...{ tests: { done: 9, total: 9 }, relativeL2: 0, tolerance: 1 },
  };
  const createGpu = () => ({
    load: async () => undefined,
    conformance: async () => passed,
    audit: (work: Parameters<LoadedModel['audit']>[0], { signal = never } = {}) =>
      model.audit(work, { signal }),
    dispose: () => undefined,
  });
  const deps = { createGpu, isMining: async () => false, alone: <T>(work: () => Promise<T>) => work() };
  const options = { signal: never, onProgress: () => undefined };
  return gpuRerun(deps, { request, result, parts: undefined }, options);
}

afterEach(() => vi.unstubAllGlobals());

describe('an image that is run again', () => {
  const ORDER = { kind: 'image', model: 'icons128', prompt: 'flat owl', steps: 3 } as const;
  let icons: Opened;
  let request: TaskRequest;
  beforeAll(async () => {
    icons = await open('icons128');
    request = await requestOf(ORDER, icons.manifest);
  });
  const drawn = async (change: object) =>
    (await icons.model.run({ ...request, ...change } as TaskRequest)).result;

  it('is right where the model made it', async () => {
    expect(await judged(savedOf(ORDER, request, await drawn({})), icons)).toMatchObject({ finding: 'right' });
  });

  it('is right where it starts from a picture', async () => {
    const first = await drawn({});
    const png = new Blob([Uint8Array.from((first as { png: Uint8Array }).png)]);
    const order = { ...ORDER, start: { png, strength: 0.5 } };
    const again = await requestOf(order, icons.manifest);
    const { result } = await icons.model.run(again);
    expect(await judged(savedOf(order, again, result), icons)).toMatchObject({ finding: 'right' });
    expect(await judged(savedOf(order, again, first), icons)).toMatchObject({ finding: 'wrong' });
  });

  it.each([
    ['another seed', { seed: SEED + 1 }],
    ['fewer steps', { steps: 2 }],
    ['another prompt', { prompt: 'flat fox' }],
  ])('is wrong where it was made with %s', async (_, change) => {
    const lie = savedOf(ORDER, request, await drawn(change));
    expect(await judged(lie, icons)).toMatchObject({ finding: 'wrong' });
  });

  it('is not compared where the coordinator or this browser has changed what the miner signed', async () => {
    const saved = savedOf(ORDER, request, await drawn({}));
    const { png } = (await drawn({ seed: SEED + 1 })) as { png: Uint8Array };
    const changed = { ...saved, image: new Blob([Uint8Array.from(png)]) } as SavedResult;
    await expect(judged(changed, icons)).rejects.toMatchObject({ code: 'CHANGED_PICTURE' });
  });

  it('is wrong where it is grey, or no picture', async () => {
    const data = new Uint8Array(3 * 128 * 128).fill(128);
    for (const png of [encodePng({ width: 128, height: 128, data }, {}), new Uint8Array(9)]) {
      const lie = savedOf(ORDER, request, { kind: 'image', png });
      expect(await judged(lie, icons)).toMatchObject({ finding: 'wrong' });
    }
  });
});

describe('a text that is run again', () => {
  const ORDER = { kind: 'text', model: 'stories15m', prompt: 'Lily found', maxTokens: 12 } as const;
  let stories: Opened;
  let request: TaskRequest;
  let honest: Extract<TaskResult, { kind: 'text' }>;
  beforeAll(async () => {
    stories = await open('stories15m');
    request = await requestOf(ORDER, stories.manifest);
    honest = (await stories.model.run(request)).result as typeof honest;
  });

  it('is right where the model wrote it', async () => {
    expect(await judged(savedOf(ORDER, request, honest), stories)).toMatchObject({ finding: 'right' });
  });

  it.each([
    [
      'has two tokens swapped',
      () => ({ ...honest, tokens: honest.tokens.toSpliced(3, 2, honest.tokens[4]!, honest.tokens[3]!) }),
    ],
    ['says something else than its tokens', () => ({ ...honest, text: `${honest.text} so` })],
  ])('is wrong where it %s', async (_, lie) => {
    expect(await judged(savedOf(ORDER, request, lie()), stories)).toMatchObject({ finding: 'wrong' });
  });

  it('is wrong where another seed wrote it', async () => {
    const { result } = await stories.model.run({ ...request, seed: SEED + 1 });
    expect(await judged(savedOf(ORDER, request, result), stories)).toMatchObject({ finding: 'wrong' });
  });

  it('is found changed where this browser shows another text than was signed', async () => {
    const saved = { ...savedOf(ORDER, request, honest), text: 'upon' } as SavedResult;
    await expect(judged(saved, stories)).rejects.toMatchObject({ code: 'OTHER_TEXT' });
  });

  it('is not compared where the coordinator sends other bytes than the receipt names', async () => {
    const saved = savedOf(ORDER, request, honest);
    vi.stubGlobal('fetch', async () => new Response(encodeWire({ ...honest, promptTokens: 1 })));
    await expect(judged(saved, stories)).rejects.toMatchObject({ code: 'OTHER_RESULT' });
  });

  it('is not read where the coordinator sends more than a result can have', async () => {
    const saved = savedOf(ORDER, request, honest);
    vi.stubGlobal('fetch', async () => new Response(new Uint8Array(TASK_LIMIT.resultBytes + 1)));
    await expect(judged(saved, stories)).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it('is no longer waited for once its visitor cancels', async () => {
    const saved = savedOf(ORDER, request, honest);
    const over = new AbortController();
    vi.stubGlobal('fetch', (_: URL, { signal }: { signal: AbortSignal }) =>
      untilAborted(new Promise(() => undefined), signal),
    );
    const asked = resultAgain(saved, over.signal);
    over.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});
