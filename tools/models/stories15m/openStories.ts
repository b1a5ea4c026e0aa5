import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO, type DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import type { TextModel } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { buildLlamaGraph, type WeightFormat } from '#tools/models/llama/llamaGraph.ts';
import { encodeOnnx } from '#tools/models/onnx/onnxFile.ts';
import type { StoriesModel } from '#tools/models/stories15m/buildStories15m.ts';

/**
 * The part of stories15M's manifest that generation reads, without stop tokens: tests want answers of full
 * length.
 */
export const STORIES_MANIFEST = {
  context: 256,
  stopTokens: [],
  io: DECODER_IO,
} as const satisfies Partial<DecoderManifest>;

/** Compiles a checkpoint in a weight format, on the CPU. */
export function openCheckpoint(checkpoint: LlamaCheckpoint, format: WeightFormat): Promise<DecoderSession> {
  const model = encodeOnnx(buildLlamaGraph(checkpoint, format));
  return DecoderSession.create(createNodeRuntime(), { model, externalData: [] }, STORIES_MANIFEST);
}

/** stories15M in float32 on the CPU, ready to generate text. */
export async function openStories(
  stories: StoriesModel,
): Promise<TextModel & { readonly session: DecoderSession; readonly tokenizer: TextTokenizer }> {
  const session = await openCheckpoint(stories.checkpoint, 'float32');
  return {
    session,
    batch: new ContinuousBatch(session),
    tokenizer: new TextTokenizer(stories),
    manifest: STORIES_MANIFEST,
  };
}
