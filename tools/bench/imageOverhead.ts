import type { InferenceSession } from 'onnxruntime-web';
import { loadModel, type ReadFile } from '#inference/loadedModel.ts';
import type { Manifest } from '#inference/manifest.ts';
import type { Runtime } from '#inference/runtime.ts';
import type { ImageRequest } from '#protocol/task.ts';

export interface ImageOverhead {
  readonly steps: number;
  readonly guidance: number;
  /** Wall time of a whole task, prompt to PNG, in ms. */
  readonly taskMs: number;
  /** What the runs of it take by themselves, in ms: those of the same picture without previews. */
  readonly runsMs: number;
}

/** The same pictures drawn in both ways. */
export interface PreviewComparison {
  readonly withoutPreviews: readonly ImageOverhead[];
  readonly withPreviews: readonly ImageOverhead[];
}

/** Not counted: the first task compiles shaders, and until about here the browser compiles what the processor does. */
const WARM_UPS = 8;

/**
 * Draws pictures and sees how much of their time is the runtime's own: what is left is tokenizing, noise, sampling,
 * tensors, previews and the PNG. Each picture is drawn without previews, then with so many: while a run waits for the GPU
 * previews are drawn, so that their own runs would seem to take longer.
 * @param previews of a picture that is drawn with some
 */
export async function measureImage(
  runtime: Runtime,
  manifest: Manifest,
  readFile: ReadFile,
  tasks: number,
  previews: number,
): Promise<PreviewComparison> {
  if (manifest.kind !== 'image') throw new TypeError(`${manifest.id} draws no pictures`);
  let runsMs = 0;
  const timed: Runtime = {
    ...runtime,
    createSession: async (graph, keepOutputs) => {
      const session = await runtime.createSession(graph, keepOutputs);
      const run = session.run.bind(session) as (feeds: InferenceSession.FeedsType) => Promise<InferenceSession.ReturnType>;
      session.run = async (feeds: InferenceSession.FeedsType) => {
        const started = performance.now();
        try {
          return await run(feeds);
        } finally {
          runsMs += performance.now() - started;
        }
      };
      return session;
    },
  };
  const model = await loadModel(manifest, readFile, timed);
  const { width, height, steps, guidance } = manifest.defaults;
  const draw = async (request: ImageRequest): Promise<number> => {
    runsMs = 0;
    const started = performance.now();
    await model.run(request);
    return performance.now() - started;
  };
  const withoutPreviews: ImageOverhead[] = [];
  const withPreviews: ImageOverhead[] = [];
  for (let task = 0; task < WARM_UPS + tasks; task++) {
    const request: ImageRequest = {
      ...{ kind: 'image', model: manifest.id, prompt: 'a glossy cat on a blue background', negativePrompt: '' },
      ...{ width, height, steps, guidance, seed: task, salt: `0x${'0'.repeat(32)}` },
    };
    const taskMs = await draw(request);
    const bare = { steps, guidance, runsMs };
    const withPreviewsMs = await draw({ ...request, previews });
    if (task < WARM_UPS) continue;
    withoutPreviews.push({ ...bare, taskMs });
    withPreviews.push({ ...bare, taskMs: withPreviewsMs });
  }
  await model.dispose();
  return { withoutPreviews, withPreviews };
}
