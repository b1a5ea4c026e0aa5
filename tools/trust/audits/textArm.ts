import type { AuditedTextModel } from '#inference/audit/text/textAudit.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import type { TextModel } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { buildDecoderLayout } from '#tools/models/llama/decoderLayoutGraph.ts';
import { buildLlamaGraph, type WeightFormat } from '#tools/models/llama/llamaGraph.ts';
import { encodeOnnx, type ModelProto } from '#tools/models/onnx/onnxFile.ts';
import { readStoriesModel } from '#tools/models/stories15m/buildStories15m.ts';
import { STORY_PROMPTS, storyRequest } from '#tools/models/stories15m/storyPrompts.ts';
import { BACK_ENDS, type BackEnd, RUNTIMES } from '#tools/trust/audits/backEnds.ts';

/** A model that answers and is audited. */
export type OpenText = TextModel & AuditedTextModel;

/** A text model on both back ends, cheaper ones, and what its users ask. */
export interface TextArm {
  readonly name: string;
  readonly models: Readonly<Record<BackEnd, OpenText>>;
  /** On the native back end, by name; all have the same vocabulary. */
  readonly cheap: Readonly<Record<string, OpenText>>;
  requestOf(index: number): TextRequest;
}

const CONTEXT = 256;
const MANIFEST = { context: CONTEXT, stopTokens: [1, 2], io: DECODER_IO };
const SAMPLING: readonly Partial<TextRequest>[] = [
  { temperature: 0.8, topP: 0.9 },
  { temperature: 0 },
  { temperature: 1, topP: 1 },
  { temperature: 0.8, topP: 0.9, topLogprobs: 3 },
];
const TOKENS = 100;

const stories = readStoriesModel('pruned');
const tokenizer = new TextTokenizer(stories);

async function open(graph: ModelProto, runtime: Runtime, half: boolean): Promise<OpenText> {
  const bytes = { model: encodeOnnx(graph), externalData: [] };
  const session = await DecoderSession.create(runtime, bytes, MANIFEST);
  const manifest = { ...MANIFEST, gpu: { features: half ? (['shader-f16'] as 'shader-f16'[]) : [] } };
  // No answer may find another's beginning in the cache, or tasks would seem cheaper than they are.
  return { session, tokenizer, manifest, batch: new ContinuousBatch(session, { prefixCacheBytes: 0 }) };
}

async function onBoth(graph: ModelProto, half: boolean): Promise<Record<BackEnd, OpenText>> {
  const models: Partial<Record<BackEnd, OpenText>> = {};
  for (const backEnd of BACK_ENDS) models[backEnd] = await open(graph, RUNTIMES[backEnd], half);
  return models as Record<BackEnd, OpenText>;
}

const requestOf = (index: number): TextRequest =>
  storyRequest(STORY_PROMPTS[(index >> 2) % STORY_PROMPTS.length]!, {
    ...SAMPLING[index % SAMPLING.length],
    ...{ maxTokens: TOKENS, seed: 3_000 + index },
  });

/** The checkpoint without its last layers: a smaller model of the same family. */
function withLayers(count: number): typeof stories.checkpoint {
  const { sizes, layers } = stories.checkpoint;
  return { ...stories.checkpoint, sizes: { ...sizes, layers: count }, layers: layers.slice(0, count) };
}

const inFloat16 = (weights: 'float16' | 'int4-float16') =>
  buildDecoderLayout(stories.checkpoint, {
    ...{ attention: 'grouped', weights, positionIds: false, logitsToKeep: false },
  });

/**
 * Opens stories15M in several formats. In float16 it takes a minute a text on a CPU.
 * @param slow whether those are wanted too
 */
export async function openTextArms(slow: boolean): Promise<TextArm[]> {
  const float32 = (format: WeightFormat) => buildLlamaGraph(stories.checkpoint, format);
  const cheap = (graph: ModelProto) => open(graph, RUNTIMES.native, false);
  const int8 = await cheap(float32('int8'));
  const int4 = await cheap(float32('int4'));
  const smaller = await cheap(buildLlamaGraph(withLayers(4), 'float32'));
  const arms: TextArm[] = [
    {
      name: 'stories15m (weights in 8 bits)',
      models: await onBoth(float32('int8'), false),
      cheap: { 'weights in 4 bits': int4, 'a smaller model': smaller },
      requestOf,
    },
    {
      name: 'stories15m in float32',
      models: await onBoth(float32('float32'), false),
      cheap: { 'weights in 8 bits': int8, 'weights in 4 bits': int4, 'a smaller model': smaller },
      requestOf,
    },
  ];
  if (!slow) return arms;
  return [
    ...arms,
    {
      name: 'stories15m in float16',
      models: await onBoth(inFloat16('float16'), true),
      cheap: { 'weights in 4 bits': int4, 'a smaller model': smaller },
      requestOf,
    },
    {
      name: 'stories15m in float16 (weights in 4 bits)',
      models: await onBoth(inFloat16('int4-float16'), true),
      cheap: { 'a smaller model': smaller },
      requestOf,
    },
  ];
}
