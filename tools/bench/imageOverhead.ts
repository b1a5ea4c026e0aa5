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
  /** What of it passed inside `session.run`, in ms. */
  readonly runsMs: number;
}

/** The first task compiles shaders and is not counted. */
const WARM_UPS = 1;

/**
 * Draws pictures and sees how much of their time is the runtime's own: what is left is tokenizing, noise, sampling,
 * tensors, previews and the PNG. Both figures come from the same tasks, so a noisy machine disturbs both alike.
 */
export async function measureImage(
  runtime: Runtime,
  manifest: Manifest,
  readFile: ReadFile,
  tasks: number,
  change: Partial<ImageRequest> = {},
): Promise<ImageOverhead[]> {
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
  const measured: ImageOverhead[] = [];
  for (let task = 0; task < WARM_UPS + tasks; task++) {
    const request: ImageRequest = {
      ...{ kind: 'image', model: manifest.id, prompt: 'a glossy cat on a blue background', negativePrompt: '' },
      ...{ width, height, steps, guidance, seed: task, salt: `0x${'0'.repeat(32)}`, ...change },
    };
    runsMs = 0;
    const started = performance.now();
    await model.run(request);
    const taskMs = performance.now() - started;
    if (task >= WARM_UPS) measured.push({ steps: request.steps, guidance: request.guidance, taskMs, runsMs });
  }
  await model.dispose();
  return measured;
}
