import { auditImage } from '#inference/audit/imageAudit.ts';
import { checkImage } from '#inference/conformance/imageConformance.ts';
import { imageReferenceSchema, readReferences } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { type GeneratedImage, generateImage } from '#inference/diffusion/imageGeneration.ts';
import { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { jsonReader, type ReadFile, readDiffusionGraphs } from '#inference/manifest/modelFiles.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { timed } from '#inference/runtime/timed.ts';
import { createPromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';

/**
 * The latent stays on the GPU if a step is quicker than this. Enqueueing the next step then saves the
 * milliseconds of reading the latent. Longer steps gain nothing, and an enqueued one keeps the GPU busy after
 * a task is cancelled.
 */
const KEPT_BELOW_SECONDS = 0.1;

/**
 * Loads an image model: see `loadModel`.
 * @example
 * const model = await loadLatentDiffusion(manifest, readFile, runtime, (done, total) => show(done / total));
 */
export async function loadLatentDiffusion(
  manifest: LatentDiffusionManifest,
  readFile: ReadFile,
  runtime: Runtime,
  onCompiled: (done: number, total: number) => void,
): Promise<LoadedModel> {
  const tokenize = await createPromptTokenizer(manifest, jsonReader(readFile));
  const references = await readReferences(imageReferenceSchema, readFile, manifest.conformance.file);
  const [reference] = references;
  const graphs = await readDiffusionGraphs(manifest, readFile);
  let compiled = 0;
  const session = await LatentDiffusionSession.create(runtime, manifest, graphs, () =>
    onCompiled(++compiled, manifest.imageEncoder ? 4 : 3),
  );
  const model = { session, tokenize, manifest };
  let keepsLatent = false;
  return {
    manifest,
    run: async (request, options) => {
      if (request.kind !== 'image') {
        throw new InferenceError('BAD_REQUEST', `${manifest.id} only generates images.`);
      }
      const taskId = taskIdOf(encodeTaskRequest(request));
      const drawn = await timed(() => generateImage(model, request, { ...options, taskId, keepsLatent }));
      const { result, trace } = drawn.value;
      return { result, trace, seconds: drawn.seconds };
    },
    audit: ({ request, result, parts }, options) => {
      if (request.kind !== 'image' || result.kind !== 'image') {
        return Promise.reject(new InferenceError('BAD_REQUEST', `${manifest.id} only generates images.`));
      }
      return auditImage(model, request, { png: result.png, parts }, options);
    },
    testInputs: references.length,
    check: (at) => checkImage(model, references[at]!, at === 0),
    calibrate: async () => {
      const settings = { ...reference.settings, steps: manifest.defaults.steps };
      const draw = (kept: boolean) => timed(() => generateImage(model, settings, { keepsLatent: kept }));
      const read = await draw(false);
      const quick = session.gpu !== undefined && read.seconds < KEPT_BELOW_SECONDS * settings.steps;
      const kept = quick ? await draw(true).catch(undefinedIfNotFinite) : undefined;
      keepsLatent =
        kept !== undefined && distanceOf(kept.value, read.value) <= manifest.conformance.tolerance;
      return { maxBatchSize: 1, units: settings.steps, seconds: (keepsLatent ? kept! : read).seconds };
    },
    dispose: () => session.dispose(),
  };
}

function undefinedIfNotFinite(error: unknown): undefined {
  if (!(error instanceof InferenceError && error.code === 'NOT_FINITE')) throw error;
}

/** Relative L2 between two images: the larger of latents and pixels. */
const distanceOf = (a: GeneratedImage, b: GeneratedImage): number =>
  Math.max(relativeL2(a.latent, b.latent), relativeL2(a.pixels, b.pixels));
