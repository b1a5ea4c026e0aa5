import type { InferenceSession } from 'onnxruntime-web';
import { loadModel, type LoadedModel } from '#inference/loadedModel.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { ReadFile } from '#inference/manifest/modelFiles.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

/** One picture, drawn in all ways; times in ms. */
export interface ImageTimes {
  /**
   * Of its bare runs: the same graphs and inputs, each output but the prompt's read, nothing else counted.
   */
  readonly runs: number;
  /** Of the whole task, prompt to PNG. */
  readonly task: number;
  readonly taskWithPreviews: number;
}

/**
 * Not counted: the first task compiles shaders, and until about here the browser compiles what the processor
 * does.
 */
const WARM_UPS = 8;

/**
 * Draws pictures and sees how much of their time bare runs of their graphs take: the rest is tokenizing,
 * noise, sampling, tensors, previews and the PNG, less what is done while the GPU is at work anyway.
 * @param previews of a picture that is drawn with some
 */
export async function measureImage(
  runtime: Runtime,
  manifest: Manifest,
  readFile: ReadFile,
  tasks: number,
  previews: number,
): Promise<ImageTimes[]> {
  if (manifest.kind !== 'image') throw new TypeError(`${manifest.id} draws no pictures`);
  const model = await loadModel(manifest, readFile, runtime);
  const timed = timedRuns(runtime);
  // As a miner does, it finds out first how this GPU is best used.
  await model.check();
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
      ...{ width, height, steps, guidance, seed: task, salt: `0x${'0'.repeat(32)}` },
    };
    const picture: Partial<Record<keyof ImageTimes, number>> = {};
    const ways: readonly (readonly [keyof ImageTimes, () => Promise<number>])[] = [
      ['runs', () => draw(bare, request).then(timed.take)],
      ['task', () => draw(model, request)],
      ['taskWithPreviews', () => draw(model, { ...request, previews })],
    ];
    // Each goes first in turn, so that nobody always follows the same one.
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

/**
 * A runtime on which latents are read after each step, and the time of its runs since they were taken last.
 */
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
