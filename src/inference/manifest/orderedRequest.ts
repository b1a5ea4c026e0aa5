import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ImageRequest, TextRequest } from '#protocol/task/taskRequest.ts';

/**
 * The request that an order becomes: what it leaves out is the manifest's default. A coordinator makes its
 * requests so, and whoever ordered computes the same one, and with it the task's id. It checks no limits.
 */

type Named = 'kind' | 'model' | 'manifest';

/** An image's settings; `undefined` stands for the model's own. */
export type OrderedImage = Omit<
  ImageRequest,
  Named | 'negativePrompt' | 'steps' | 'guidance' | 'previews'
> & {
  negativePrompt: string | undefined;
  steps: number | undefined;
  guidance: number | undefined;
  /** None by default. */
  previews: number | undefined;
};

/** @example taskIdOf(encodeTaskRequest(imageRequestOf(manifest, order))); */
export function imageRequestOf(manifest: LatentDiffusionManifest, order: OrderedImage): ImageRequest {
  const { defaults, id } = manifest;
  const { previews, ...rest } = order;
  return {
    ...{ kind: 'image', model: id, manifest: manifestHash(manifest), ...rest },
    prompt: order.prompt.toWellFormed(),
    negativePrompt: (order.negativePrompt ?? '').toWellFormed(),
    steps: order.steps ?? defaults.steps,
    guidance: order.guidance ?? defaults.guidance,
    ...(previews ? { previews } : {}),
  };
}

/** A text's settings; `undefined` stands for the model's own. */
export type OrderedText = Omit<TextRequest, Named | 'maxTokens' | 'temperature' | 'topP' | 'topLogprobs'> & {
  maxTokens: number | undefined;
  temperature: number | undefined;
  topP: number | undefined;
  /** No log-probabilities by default. */
  topLogprobs: number | undefined;
};

/** A request's nucleus is above 0. This one holds only the likeliest token, which is what 0 asks for. */
const LEAST_TOP_P = 1e-6;

/** @example taskIdOf(encodeTaskRequest(textRequestOf(manifest, order))); */
export function textRequestOf(manifest: DecoderManifest, order: OrderedText): TextRequest {
  const { defaults, id } = manifest;
  const { topLogprobs, ...rest } = order;
  return {
    ...{ kind: 'text', model: id, manifest: manifestHash(manifest), ...rest },
    messages: order.messages.map(({ role, content }) => ({ role, content: content.toWellFormed() })),
    stop: order.stop.map((text) => text.toWellFormed()),
    maxTokens: order.maxTokens ?? defaults.maxTokens,
    temperature: greedyIfTiny(order.temperature ?? defaults.temperature),
    topP: Math.max(LEAST_TOP_P, order.topP ?? defaults.topP),
    ...(topLogprobs === undefined ? {} : { topLogprobs }),
  };
}

/** So near to 0 that the likeliest token is drawn anyway. */
const greedyIfTiny = (temperature: number): number =>
  temperature < TASK_LIMIT.leastTemperature ? 0 : temperature;
