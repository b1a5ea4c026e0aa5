import { checkAhead, checkJoined, checkWidths } from '#inference/conformance/decoderCalibration.ts';
import type { Deviation } from '#inference/conformance/deviation.ts';
import { checkImage } from '#inference/conformance/imageConformance.ts';
import {
  imageReferenceSchema,
  parseReference,
  textReferenceSchema,
} from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import type { Answer } from '#inference/text/batchEntry.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { generateImage, type GeneratedImage } from '#inference/diffusion/imageGeneration.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { DecoderManifest, LatentDiffusionManifest, Manifest } from '#inference/manifest/manifest.ts';
import { jsonReader, readGraphs, type ReadFile } from '#inference/manifest/modelFiles.ts';
import { createPromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { DRAFT_WIDTHS } from '#inference/text/speculation.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { encodeTaskRequest, taskIdOf, type TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';

/** Tokens of the question, and as many of the answer, that tell how quick a back end is: enough for both, and soon over. */
const PACE_TOKENS = 8;

/** How a back end is best used for a model, and what comes of it. */
export interface Calibration {
  /** Runs that may be under way together. */
  readonly together: number;
  /** Units of a task made of the reference's, those that models are priced by: tokens or steps. */
  readonly units: number;
  /** What it took, run as any task is and with the shaders compiled. */
  readonly seconds: number;
}

/** A model that is ready to work. Calls come one at a time, but for as many runs as `calibrate` gave. */
export interface LoadedModel {
  readonly manifest: Manifest;
  /** @throws InferenceError */
  run(request: TaskRequest, options?: RunOptions): Promise<TaskOutcome>;
  /** Runs the reference task; judging the deviation is the caller's. */
  check(): Promise<Deviation>;
  /**
   * Finds out how the back end is best used, with what comes out as it should within the manifest's tolerance: whether
   * guesses can be checked, how long runs take, and how many may be under way together. Comes after `check`, whose runs
   * compile the shaders.
   */
  calibrate(): Promise<Calibration>;
  dispose(): Promise<void>;
}

/**
 * Compiles a model's graphs.
 * @param onCompiled called after each graph with how many are done
 * @throws InferenceError BAD_GRAPH, BAD_MANIFEST
 */
export async function loadModel(
  manifest: Manifest,
  readFile: ReadFile,
  runtime: Runtime,
  onCompiled: (done: number, total: number) => void = () => undefined,
): Promise<LoadedModel> {
  return manifest.kind === 'text'
    ? loadDecoder(manifest, readFile, runtime, onCompiled)
    : loadLatentDiffusion(manifest, readFile, runtime, onCompiled);
}

async function loadDecoder(
  manifest: DecoderManifest,
  readFile: ReadFile,
  runtime: Runtime,
  onCompiled: (done: number, total: number) => void,
): Promise<LoadedModel> {
  const readJson = jsonReader(readFile);
  const { file, config } = manifest.tokenizer;
  const tokenizer = new TextTokenizer(await readJson(file), await readJson(config));
  const reference = parseReference(textReferenceSchema, await readJson(manifest.conformance.file));
  const [graph] = await readGraphs(manifest, readFile);
  const session = await DecoderSession.create(runtime, graph!, manifest);
  const batch = new ContinuousBatch(session);
  onCompiled(1, 1);
  return {
    manifest,
    run: async (request, options) => {
      if (request.kind !== 'text') throw wrongKind(manifest);
      const generated = await generateText({ batch, tokenizer, manifest }, request, options);
      const { result, decodeMs, computeMs } = generated;
      const seconds = computeMs / 1_000;
      // The first token comes out of the prompt's pass.
      const later = result.tokens.length - 1;
      return later > 0
        ? { result, seconds, tokensPerSecond: (later * 1_000) / decodeMs }
        : { result, seconds };
    },
    check: () => checkText(session, reference, manifest.conformance.tolerance),
    calibrate: async () => {
      const { tolerance } = manifest.conformance;
      const widths = DRAFT_WIDTHS.filter((width) => width < reference.prompt.length);
      // A back end that cannot is as good as one that does it wrong: it goes on token by token, and text by text.
      const distances = await checkWidths(session, reference, widths).catch(() => []);
      const ahead = await checkAhead(session, reference).catch(() => Infinity);
      batch.allowSpeculation(
        widths.filter((_, at) => distances[at]! <= tolerance),
        ahead <= tolerance,
      );
      if (batch.maxBatchSize > 1) {
        const distance = await checkJoined(session, reference).catch(() => Infinity);
        if (!(distance <= tolerance)) batch.disableBatching();
      }
      const known = [...reference.prompt, ...reference.next];
      const half = Math.min(PACE_TOKENS, known.length >> 1);
      const answer = knownAnswer(known.slice(half, 2 * half));
      const { seconds } = await timed(() => batch.generate(known.slice(0, half), answer));
      return { together: batch.maxBatchSize, units: 2 * half, seconds };
    },
    dispose: async () => {
      batch.dispose();
      await session.dispose();
    },
  };
}

/**
 * A step that takes less is worth being put together while the GPU is at the one before: that saves the few milliseconds until
 * a latent is here. One that takes longer would rather keep the processor from it, and the GPU from what comes after a task
 * that is cancelled.
 */
const KEPT_BELOW_SECONDS = 0.1;

async function loadLatentDiffusion(
  manifest: LatentDiffusionManifest,
  readFile: ReadFile,
  runtime: Runtime,
  onCompiled: (done: number, total: number) => void,
): Promise<LoadedModel> {
  const readJson = jsonReader(readFile);
  const tokenize = await createPromptTokenizer(manifest, readJson);
  const reference = parseReference(imageReferenceSchema, await readJson(manifest.conformance.file));
  const graphs = await readGraphs(manifest, readFile);
  let compiled = 0;
  const session = await LatentDiffusionSession.create(runtime, manifest, graphs, () =>
    onCompiled(++compiled, graphs.length),
  );
  let keepsLatent = false;
  return {
    manifest,
    run: async (request, options) => {
      if (request.kind !== 'image') throw wrongKind(manifest);
      const taskId = taskIdOf(encodeTaskRequest(request));
      const drawn = await timed(() =>
        generateImage(session, tokenize, manifest, request, { ...options, taskId, keepsLatent }),
      );
      return { result: drawn.value.result, seconds: drawn.seconds };
    },
    check: () => checkImage(session, tokenize, manifest, reference),
    calibrate: async () => {
      const settings = { ...reference.settings, steps: manifest.defaults.steps };
      const draw = (kept: boolean) =>
        timed(() => generateImage(session, tokenize, manifest, settings, { keepsLatent: kept }));
      const read = await draw(false);
      const quick = session.gpu !== undefined && read.seconds < KEPT_BELOW_SECONDS * settings.steps;
      const kept = quick ? await draw(true).catch(undefinedIfNotFinite) : undefined;
      keepsLatent =
        kept !== undefined && distanceOf(kept.value, read.value) <= manifest.conformance.tolerance;
      return { together: 1, units: settings.steps, seconds: (keepsLatent ? kept! : read).seconds };
    },
    dispose: () => session.dispose(),
  };
}

function undefinedIfNotFinite(error: unknown): undefined {
  if (!(error instanceof InferenceError && error.code === 'NOT_FINITE')) throw error;
}

/** How far pictures are apart, as relative L2: the worse of latents and pixels. */
const distanceOf = (a: GeneratedImage, b: GeneratedImage): number =>
  Math.max(relativeL2(a.latent, b.latent), relativeL2(a.pixels, b.pixels));

/** An answer that is these tokens, whatever the model says. */
function knownAnswer(tokens: readonly number[]): Answer {
  const fed = tokens.slice(0, -1);
  return { maxTokens: tokens.length, draw: undefined, next: () => fed.shift() };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const started = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - started) / 1_000 };
}

function wrongKind({ id, kind }: Manifest): InferenceError {
  return new InferenceError('BAD_REQUEST', `${id} makes ${kind}s only.`);
}
