import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { encodeFloat16 } from '#inference/runtime/float16.ts';
import type { FloatType } from '#inference/runtime/floatOutput.ts';
import { GpuSampler } from '#inference/sampling/gpuSampler.ts';
import { LogitsReader } from '#inference/decoder/logitsReader.ts';
import { DECODER_IO } from '#inference/manifest/manifest.ts';
import { bindableBytes } from '#inference/runtime/gpuTensor.ts';
import { TextAnswer } from '#inference/text/textAnswer.ts';
import { sampleToken, type SamplingSettings } from '#inference/sampling/tokenSampling.ts';
import { normals } from '#protocol/draw/counterRandom.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { liveBytes } from './gpuMemory.ts';
import type { LayoutFiles } from './layoutFiles.ts';
import { device, fetchGraph, runtime } from './layoutRuntime.ts';

export interface Draws extends SamplingSettings {
  readonly type: FloatType;
  readonly idType: 'int32' | 'int64';
  readonly vocabulary: number;
  /** Drawn together. */
  readonly rows: number;
}

export interface Asked extends SamplingSettings {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  readonly stopTokens?: readonly number[];
  /** Tokens after which it is cancelled. */
  readonly cancelAfter?: number;
  /** Tokens after which the GPU is lost. */
  readonly loseAfter?: number;
  /** Asked for besides when so many tokens are there. */
  readonly joinedBy?: { readonly after: number; readonly asked: Asked };
}

export interface AheadRun {
  readonly files: LayoutFiles;
  readonly context: number;
  /** One after the other. */
  readonly asked: readonly Asked[];
  readonly ahead: boolean;
  /** Bytes of finished answers' caches that are kept; the batch's own choice if left out. */
  readonly prefixCacheBytes?: number;
}

export interface AheadAnswers {
  /** By what was asked, and what joined it: its tokens, those too that came before it was cancelled or failed. */
  readonly tokens: number[][];
  /** Runs that were begun ahead and came to be used while the next was begun, by their number of rows. */
  readonly ahead: Readonly<Record<number, number>>;
  /** Bytes of GPU buffers after each. */
  readonly held: readonly number[];
  /** Of answers that failed. */
  readonly errors: readonly string[];
}

declare global {
  /** Of random logits: the tokens that the GPU draws, row by row, and those that `sampleToken` does. */
  var drawOnGpu: (draws: Draws) => Promise<{ drawn: number[]; sampled: number[] }>;
  var answerAhead: (run: AheadRun) => Promise<AheadAnswers>;
}

globalThis.drawOnGpu = async ({ type, idType, vocabulary, rows, ...settings }) => {
  const sampler = (await GpuSampler.create(runtime, idType, type))!;
  const reader = new LogitsReader(device);
  const numbers = normals(1, 0, 0, rows * vocabulary).map((value) => 3 * value);
  const data = type === 'float16' ? encodeFloat16(numbers) : numbers;
  const size = bindableBytes(data.byteLength);
  const { STORAGE, COPY_SRC } = GPUBufferUsage;
  const buffer = device.createBuffer({ size, usage: STORAGE | COPY_SRC, mappedAtCreation: true });
  new (data.constructor as Uint16ArrayConstructor)(buffer.getMappedRange()).set(data);
  buffer.unmap();
  const dims = [rows, 1, vocabulary];
  const tensor = runtime.Tensor.fromGpuBuffer(buffer, {
    dataType: type,
    dims,
    dispose: () => buffer.destroy(),
  });
  const draws = Array.from({ length: rows }, (_, position) => ({ ...settings, position }));
  const { logits, tokens } = await reader.readDrawn(tensor, sampler.draw(tensor, draws));
  const row = (at: number) => logits.subarray(at * vocabulary, (at + 1) * vocabulary);
  const sampled = draws.map(({ position }) => sampleToken(row(position), settings, position));
  tensor.dispose();
  sampler.dispose();
  reader.dispose();
  return { drawn: tokens, sampled };
};

const tokenizer = { decode: (tokens: readonly number[]) => tokens.map((token) => `${token} `).join('') };

globalThis.answerAhead = async ({ files, context, asked, ahead, prefixCacheBytes }) => {
  const session = await DecoderSession.create(runtime, await fetchGraph(files), { io: DECODER_IO, context });
  // A run that is begun ahead is the quickest, whatever this machine takes for it.
  session.timings.ofRun = () => 2;
  session.timings.ofAsyncRun = () => 1;
  session.timings.ofVerification = () => 2;
  const used: Record<number, number> = {};
  session.timings.recordAsyncRun = (rows) => (used[rows] = (used[rows] ?? 0) + 1);
  const batch = new ContinuousBatch(session, prefixCacheBytes === undefined ? {} : { prefixCacheBytes });
  batch.allowSpeculation([], ahead);
  const tokens: number[][] = [];
  const errors: string[] = [];

  const answer = async (wanted: Asked): Promise<void> => {
    const { prompt, stopTokens = [], cancelAfter, loseAfter, joinedBy } = wanted;
    const own: number[] = [];
    tokens.push(own);
    const controller = new AbortController();
    let joined: Promise<void> | undefined;
    const onDelta = (delta: string) => {
      own.push(Number(delta));
      if (own.length === cancelAfter) controller.abort();
      if (own.length === loseAfter) device.destroy();
      if (own.length === joinedBy?.after) joined = answer(joinedBy.asked);
    };
    const request: TextRequest = {
      ...wanted,
      kind: 'text',
      model: 'random',
      messages: [],
      stop: [],
      salt: '0x',
    };
    const growing = new TextAnswer({
      tokenizer,
      manifest: { stopTokens: [...stopTokens], context },
      request,
      promptTokens: prompt.length,
      onDelta,
    });
    await batch.generate(prompt, growing, controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) errors.push(String(error));
    });
    await joined;
  };
  const held: number[] = [];
  for (const each of asked) {
    await answer(each);
    held.push(liveBytes());
  }
  batch.dispose();
  await session.dispose();
  return { tokens, ahead: used, held, errors };
};

postMessage('ready');
