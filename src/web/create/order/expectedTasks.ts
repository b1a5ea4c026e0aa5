import type { Hex } from 'viem';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import { imageRequestOf, textRequestOf } from '#inference/manifest/orderedRequest.ts';
import { withoutExtras } from '#protocol/task/pngFile.ts';
import { pngSize } from '#protocol/task/pngHeader.ts';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import {
  dayOf,
  encodeTaskRequest,
  type ImageRequest,
  type TaskRequest,
  type TextRequest,
  taskIdOf,
} from '#protocol/task/taskRequest.ts';
import type { ImageOrder } from '#web/coordinator/generateImage.ts';
import type { TextOrder } from '#web/coordinator/streamText.ts';
import type { Order } from '#web/create/order/order.ts';
import type { ExpectedTask } from '#web/create/saved/savedResult.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How a form sends a line's end, whatever it was: the HTML standard, 4.10.21.8. */
const FORM_LINE_END = '\r\n';

/**
 * The task that an order must become with its own salt and seed, computed here from the model's manifest on
 * this site. A text's request names the coordinator's day, so it may be one of three.
 * @returns null where it cannot be told
 * @example await expectedTasks({ order, secret, isPictureLost: false }, manifest, Date.now());
 */
export async function expectedTasks(
  { order, secret, isPictureLost }: { order: Order; secret: Hex; isPictureLost: boolean },
  manifest: Manifest | undefined,
  nowMs: number,
): Promise<ExpectedTask[] | null> {
  if (isPictureLost) return null;
  const { salt, seed } = chosenBy(secret);
  const chosen = { salt, seed: order.seed ?? seed };
  if (order.kind === 'text' && manifest?.kind === 'text')
    return [-DAY_MS, 0, DAY_MS].map((offset) => {
      const date = dayOf(nowMs + offset);
      return { id: idOf(textOf(manifest, order, { ...chosen, date })), date };
    });
  if (order.kind !== 'image' || manifest?.kind !== 'image') return null;
  const request = await imageOf(manifest, order, chosen);
  return request && [{ id: idOf(request) }];
}

const idOf = (request: TaskRequest): Hex => taskIdOf(encodeTaskRequest(request));

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
