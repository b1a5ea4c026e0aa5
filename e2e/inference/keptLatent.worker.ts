import { decode } from 'fast-png';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { auditImage } from '#inference/audit/imageAudit.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { GpuLatent } from '#inference/diffusion/gpuLatent.ts';
import { type GeneratedImage, generateImage } from '#inference/diffusion/imageGeneration.ts';
import { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { loadModel } from '#inference/loadModel.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { jsonReader, readDiffusionGraphs } from '#inference/manifest/modelFiles.ts';
import { createPromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import { fetchBytes } from '../../tools/fetchBytes.ts';
import { liveBytes } from './gpuMemory.ts';
import { device, runtime } from './layoutRuntime.ts';

export interface Picture extends Omit<ImageSettings, 'init'> {
  /** Starts from the first picture drawn, with this share of noise; undefined starts from noise alone. */
  readonly strength?: number;
  /** Steps after which it is cancelled, or the GPU is lost. */
  readonly cancelAfter?: number;
  readonly loseAfter?: number;
}

export interface Draws {
  /** Where the model's files lie. */
  readonly folder: string;
  /** Fields of its manifest to replace. */
  readonly change: Partial<Pick<LatentDiffusionManifest, 'scheduler' | 'preview' | 'latent'>> & {
    readonly batch?: 1 | 2;
  };
  readonly pictures: readonly Picture[];
}

export interface Drawn {
  /**
   * Relative L2 between latents, and between pictures, of a kept latent and one that is read after each step.
   */
  readonly latent: number;
  readonly picture: number;
  /** Relative L2 of the worst part of the kept latent's trace, and how many parts it has. */
  readonly trace: number;
  readonly parts: number;
  /** What an audit of the kept latent's picture measures on this GPU: as a share of the bounds. */
  readonly audit: number;
  /** Relative L2 of the worst preview. */
  readonly preview: number;
  /** Progress reports of each way (read, kept): steps done, and whether a preview came. */
  readonly told: readonly (readonly (readonly [done: number, preview: boolean])[])[];
  /** The error's code or message of each way. */
  readonly errors: readonly (string | undefined)[];
  /** Progress reports after the task had ended. */
  readonly late: number;
}

declare global {
  /** Draws each picture in both ways. */
  var drawBothWays: (draws: Draws) => Promise<{ drawn: Drawn[]; kept: number; held: number }>;
  /**
   * Draws a picture with a calibrated model; returns how many steps kept the latent on the GPU.
   * @param stepMs duration of a step, as the replaced clock shows it
   */
  var stepsKept: (folder: string, stepMs: number, tolerance: number) => Promise<number>;
}

let kept = 0;
const { step } = GpuLatent.prototype;
GpuLatent.prototype.step = function (...given) {
  kept++;
  return step.apply(this, given);
};

/** A model's files, and its manifest. */
async function openFolder(folder: string) {
  const readFile = (path: string) => fetchBytes(`${folder}/${path}`);
  const readJson = jsonReader(readFile);
  return {
    readFile,
    readJson,
    written: parseManifest(await readJson('manifest.json')) as LatentDiffusionManifest,
  };
}

globalThis.stepsKept = async (folder, stepMs, tolerance) => {
  const { readFile, written } = await openFolder(folder);
  const { id, defaults } = written;
  const manifest = { ...written, conformance: { ...written.conformance, tolerance } };
  const model = await loadModel(manifest, readFile, runtime);
  const now = performance.now;
  let looks = 0;
  // Replaces the clock, so that this machine's speed does not count: this long passes between two readings.
  performance.now = () => looks++ * stepMs * defaults.steps;
  await model.calibrate();
  performance.now = now;
  const before = kept;
  await model.run({
    ...defaults,
    kind: 'image',
    model: id,
    prompt: 'red cat',
    negativePrompt: '',
    seed: 1,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
  });
  await model.dispose();
  return kept - before;
};

globalThis.drawBothWays = async ({ folder, change, pictures }) => {
  const { readFile, readJson, written } = await openFolder(folder);
  const { batch, ...fields } = change;
  const manifest = { ...written, ...fields, denoiser: { ...written.denoiser, ...(batch && { batch }) } };
  const graphs = await readDiffusionGraphs(manifest, readFile);
  const session = await LatentDiffusionSession.create(runtime, manifest, graphs, () => undefined);
  const tokenize = await createPromptTokenizer(manifest, readJson);
  const keptBefore = kept;
  let before: GeneratedImage | undefined;

  const draw = async ({ strength, cancelAfter, loseAfter, ...settings }: Picture, keepsLatent: boolean) => {
    const controller = new AbortController();
    const told: [number, boolean][] = [];
    const previews: ArrayLike<number>[] = [];
    const onProgress = (news: TaskProgress) => {
      if (news.kind !== 'step') return;
      told.push([news.done, news.preview !== undefined]);
      if (news.preview) previews.push(decode(news.preview).data);
      if (news.done === cancelAfter) controller.abort();
      if (news.done === loseAfter && keepsLatent) device.destroy();
    };
    const init =
      strength === undefined ? {} : { init: { png: Uint8Array.from(before!.result.png), strength } };
    const all = { ...settings, ...init };
    const options = { keepsLatent, onProgress, signal: controller.signal };
    try {
      const image = await generateImage({ session, tokenize, manifest }, all, options);
      return { image, settings: all, told, previews };
    } catch (error) {
      const code = (error as { code?: string }).code ?? String(error);
      return { error: code, settings: all, told, previews };
    }
  };
  const audit = async (settings: ImageSettings, { result, trace }: GeneratedImage) => {
    const parts = new Map([0, 1, trace.length - 1].map((index) => [index, trace[index]!]));
    const given = { png: result.png, parts };
    return distanceOf(await auditImage({ session, tokenize, manifest }, settings, given));
  };
  const drawn: Drawn[] = [];
  for (const picture of pictures) {
    const [read, onGpu] = [await draw(picture, false), await draw(picture, true)];
    const atEnd = onGpu.told.length;
    await device.queue.onSubmittedWorkDone();
    await new Promise((resolve) => setTimeout(resolve));
    const apart = (of: (image: GeneratedImage) => ArrayLike<number>) =>
      read.image && onGpu.image ? relativeL2(of(onGpu.image), of(read.image)) : Infinity;
    const preview = Math.max(
      0,
      ...read.previews.map((expected, at) => relativeL2(onGpu.previews[at] ?? [], expected)),
    );
    const parts = onGpu.image?.trace ?? [];
    const floats = ({ buffer }: Uint8Array<ArrayBuffer>) => new Float32Array(buffer);
    drawn.push({
      preview,
      parts: parts.length,
      trace: Math.max(
        0,
        ...parts.map((part, at) => relativeL2(floats(part), floats(read.image!.trace[at]!))),
      ),
      audit: onGpu.image ? await audit(onGpu.settings, onGpu.image) : Infinity,
      ...{ latent: apart(({ latent }) => latent), picture: apart(({ pixels }) => pixels) },
      ...{
        told: [read.told, onGpu.told],
        errors: [read.error, onGpu.error],
        late: onGpu.told.length - atEnd,
      },
    });
    before ??= read.image;
  }
  await session.dispose();
  return { drawn, kept: kept - keptBefore, held: liveBytes() };
};

postMessage('ready');
