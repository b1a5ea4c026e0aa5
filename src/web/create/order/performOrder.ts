import { generateImage } from '#web/coordinator/generateImage.ts';
import { streamText } from '#web/coordinator/streamText.ts';
import type { Order } from '#web/create/order/order.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

export type PerformNews = Parameters<typeof streamText>[2] & Parameters<typeof generateImage>[2];

/** Sends an order and reads its stream to the end. @throws as `generateImage` and `streamText` */
export async function performOrder(
  order: Order,
  news: PerformNews,
  signal: AbortSignal,
): Promise<SavedResult> {
  const common = { prompt: order.prompt, savedAt: Date.now() };
  if (order.kind === 'image') {
    const { image, receipt } = await generateImage(order.url, order, news, signal);
    return { ...common, id: receipt.task_id, kind: 'image', image, receipt };
  }
  const { receipt, ...answer } = await streamText(order.url, order, news, signal);
  return { ...common, id: receipt.task_id, kind: 'text', ...answer, receipt };
}
