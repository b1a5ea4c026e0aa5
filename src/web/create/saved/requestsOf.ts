import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import { imageRequestOf, textRequestOf } from '#inference/manifest/orderedRequest.ts';
import { withoutExtras } from '#protocol/task/pngFile.ts';
import { pngSize } from '#protocol/task/pngHeader.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ImageRequest, TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import type { ImageOrder } from '#web/coordinator/generateImage.ts';
import type { TextOrder } from '#web/coordinator/streamText.ts';

/** How a form sends a line's end, whatever it was: the HTML standard, 4.10.21.8. */
const FORM_LINE_END = '\r\n';

export type OrderedWork = ({ kind: 'image' } & ImageOrder) | ({ kind: 'text' } & TextOrder);

/**
 * The requests that an order of this page may become, computed here from the model's manifest on this site. A
 * text's names the coordinator's day, so there is one for each day.
 * @returns null where it cannot be told
 * @example await requestsOf({ order, chosen: { salt, seed }, days: ['2026-11-28'] }, manifest);
 */
export async function requestsOf(
  {
    order,
    chosen,
    days,
  }: { order: OrderedWork; chosen: Pick<TaskRequest, 'salt' | 'seed'>; days: readonly string[] },
  manifest: Manifest | undefined,
): Promise<TaskRequest[] | null> {
  if (order.kind === 'text' && manifest?.kind === 'text')
    return days.map((date) => textOf(manifest, order, { ...chosen, date }));
  if (order.kind !== 'image' || manifest?.kind !== 'image') return null;
  const request = await imageOf(manifest, order, chosen);
  return request && [request];
}

const textOf = (
  manifest: DecoderManifest,
  { prompt, maxTokens, temperature }: TextOrder,
  chosen: Pick<TextRequest, 'salt' | 'seed' | 'date'>,
): TextRequest =>
  textRequestOf(manifest, {
    ...{ ...chosen, messages: [{ role: 'user', content: prompt }], maxTokens, temperature },
    ...{ topP: undefined, topLogprobs: undefined, stop: [] },
  });

async function imageOf(
  manifest: LatentDiffusionManifest,
  { prompt, negativePrompt, steps, guidance, start }: ImageOrder,
  chosen: Pick<ImageRequest, 'salt' | 'seed'>,
): Promise<ImageRequest | null> {
  const settings = { ...chosen, steps, guidance, previews: TASK_LIMIT.previews };
  if (start === undefined) {
    const { width, height } = manifest.defaults;
    return imageRequestOf(manifest, { ...settings, prompt, negativePrompt, width, height });
  }
  const png = withoutExtras(new Uint8Array(await start.png.arrayBuffer()));
  const size = pngSize(png);
  const sent = (text: string) => text.replaceAll(/\r\n?|\n/g, FORM_LINE_END);
  if (size === undefined) return null;
  return imageRequestOf(manifest, {
    ...{ ...settings, ...size, init: { png, strength: start.strength } },
    ...{ prompt: sent(prompt), negativePrompt: negativePrompt && sent(negativePrompt) },
  });
}
