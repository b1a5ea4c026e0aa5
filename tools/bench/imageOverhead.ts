import type { InferenceSession } from 'onnxruntime-web';
import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { ReadFile } from '#inference/manifest/modelFiles.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

/** Times of one image, drawn in all ways, in milliseconds. */
export interface ImageTimes {
  /** All `session.run` calls of the same graphs and inputs. Every output but the prompt's is read. */
  readonly runs: number;
  /** The whole task, from prompt to PNG. */
  readonly task: number;
  readonly taskWithPreviews: number;
}

export interface ModelSource {
  readonly runtime: Runtime;
  readonly manifest: Manifest;
  readonly readFile: ReadFile;
}

export interface ImageBenchOptions {
  readonly tasks: number;
  /** Previews of each `taskWithPreviews`. */
  readonly previews: number;
}

/** Tasks that do not count: the first one compiles shaders, and the browser's JIT needs about this many. */
const WARM_UPS = 8;

/**
 * Measures how much of an image's time its bare `session.run` calls take. The rest is tokenizing, noise,
 * sampling, tensors, previews and the PNG, less what runs while the GPU is busy anyway.
 */
export async function measureImage(
  { runtime, manifest, readFile }: ModelSource,
  { tasks, previews }: ImageBenchOptions,
): Promise<ImageTimes[]> {
  if (manifest.kind !== 'image') throw new TypeError(`${manifest.id} is not an image model.`);
  const model = await loadModel(manifest, readFile, runtime);
  const timed = timedRuns(runtime);
  // Like a miner, it first finds out how to use this GPU best.
  await model.check(0);
  await model.calibrate();
  const bare = await loadModel(manifest, readFile, timed.runtime);
  const { width, height, steps, guidance } = manifest.defaults;
  const draw = async ({ run }: LoadedModel, request: ImageRequest): Promise<number> => {
    const started = performance.now();
    await run(request);
    return performance.now() - started;
  };
  const times: ImageTimes[] = [];
  for (let task = 0; task < WARM_UPS + tasks; task++) {
    const request: ImageRequest = {
      ...{
        kind: 'image',
        model: manifest.id,
        prompt: 'a glossy cat on a blue background',
        negativePrompt: '',
      },
      ...{
        width,
        height,
        steps,
        guidance,
        seed: task,
        manifest: `0x${'0'.repeat(64)}`,
        salt: `0x${'0'.repeat(32)}`,
      },
    };
    const picture: Partial<Record<keyof ImageTimes, number>> = {};
    const ways: readonly (readonly [keyof ImageTimes, () => Promise<number>])[] = [
      ['runs', () => draw(bare, request).then(timed.take)],
      ['task', () => draw(model, request)],
      ['taskWithPreviews', () => draw(model, { ...request, previews })],
    ];
    // Each way goes first in turn, so that none always follows the same one.
    for (let turn = 0; turn < ways.length; turn++) {
      const [way, take] = ways[(task + turn) % ways.length]!;
      picture[way] = await take();
    }
    if (task >= WARM_UPS) times.push(picture as ImageTimes);
  }
  await model.dispose();
  await bare.dispose();
  return times;
}

/** A runtime without its GPU device, so that latents are read after each step. It times its runs. */
function timedRuns({ device, ...runtime }: Runtime): { runtime: Runtime; take: () => number } {
  let ms = 0;
  const take = () => {
    const taken = ms;
    ms = 0;
    return taken;
  };
  const createSession: Runtime['createSession'] = async (graph, keepOutputs) => {
    const session = await runtime.createSession(graph, keepOutputs);
    const run = session.run.bind(session) as (
      feeds: InferenceSession.FeedsType,
    ) => Promise<InferenceSession.ReturnType>;
    session.run = async (feeds: InferenceSession.FeedsType) => {
      const started = performance.now();
      try {
        return await run(feeds);
      } finally {
        ms += performance.now() - started;
      }
    };
    return session;
  };
  return { runtime: { ...runtime, createSession }, take };
}
