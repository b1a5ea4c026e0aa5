import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { LogitsReader } from '#inference/decoder/logitsReader.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { encodeFloat16 } from '#inference/runtime/float16.ts';
import type { FloatType } from '#inference/runtime/floatOutput.ts';
import { bindableBytes } from '#inference/runtime/gpuTensor.ts';
import { GpuSampler } from '#inference/sampling/gpuSampler.ts';
import { type SamplingSettings, sampleToken } from '#inference/sampling/tokenSampling.ts';
import { TextAnswer } from '#inference/text/answer/textAnswer.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { normals } from '#protocol/draw/counterRandom.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { liveBytes } from './gpuMemory.ts';
import type { LayoutFiles } from './layoutFiles.ts';
import { device, fetchGraph, runtime } from './layoutRuntime.ts';

export interface Draws extends SamplingSettings {
  readonly type: FloatType;
  readonly idType: 'int32' | 'int64';
  readonly vocabulary: number;
  /** Rows in the batch. */
  readonly rows: number;
}

export interface Asked extends SamplingSettings {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  readonly stopTokens?: readonly number[];
  /** Cancel after so many tokens. */
  readonly cancelAfter?: number;
  /** Lose the GPU after so many tokens. */
  readonly loseAfter?: number;
  /** Another answer to ask for after so many tokens of this one. */
  readonly joinedBy?: { readonly after: number; readonly asked: Asked };
}

export interface AsyncDecodeRun {
  readonly files: LayoutFiles;
  readonly context: number;
  /** What to ask for, one after the other. */
  readonly asked: readonly Asked[];
  readonly asyncDecode: boolean;
  /** Bytes of the prefix cache; the batch's default if undefined. */
  readonly prefixCacheBytes?: number;
}

export interface AsyncDecodeAnswers {
  /** The tokens of each answer and of those that joined it, up to a cancellation or failure. */
  readonly tokens: number[][];
  /** Asynchronous steps that were used, by their number of rows. */
  readonly asyncSteps: Readonly<Record<number, number>>;
  /** Bytes of GPU buffers after each answer. */
  readonly held: readonly number[];
  /** Errors of the answers that failed. */
  readonly errors: readonly string[];
}

declare global {
  /** For random logits: the tokens that the GPU samples, row by row, and those of `sampleToken`. */
  var sampleOnGpu: (draws: Draws) => Promise<{ drawn: number[]; sampled: number[] }>;
  var answerAsync: (run: AsyncDecodeRun) => Promise<AsyncDecodeAnswers>;
}

globalThis.sampleOnGpu = async ({ type, idType, vocabulary, rows, ...settings }) => {
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

globalThis.answerAsync = async ({ files, context, asked, asyncDecode, prefixCacheBytes }) => {
  const session = await DecoderSession.create(runtime, await fetchGraph(files), { io: DECODER_IO, context });
  // Pretends that asynchronous steps are the quickest, whatever they take on this machine.
  session.timings.ofRun = () => 2;
  session.timings.ofAsyncRun = () => 1;
  session.timings.ofVerification = () => 2;
  const used: Record<number, number> = {};
  session.timings.recordAsyncRun = (rows) => (used[rows] = (used[rows] ?? 0) + 1);
  const batch = new ContinuousBatch(session, prefixCacheBytes === undefined ? {} : { prefixCacheBytes });
  batch.allowSpeculation([], asyncDecode);
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
      manifest: `0x${'0'.repeat(64)}`,
      salt: '0x',
    };
    const generated = new TextAnswer({
      tokenizer,
      manifest: { stopTokens: [...stopTokens], context },
      request,
      promptTokens: prompt.length,
      onDelta,
    });
    await batch.generate(prompt, generated, controller.signal).catch((error: unknown) => {
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
  return { tokens, asyncSteps: used, held, errors };
};

postMessage('ready');
