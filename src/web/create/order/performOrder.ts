import type { Hex } from 'viem';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { generateImage } from '#web/coordinator/generateImage.ts';
import { streamText } from '#web/coordinator/streamText.ts';
import type { Order } from '#web/create/order/order.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

export type PerformNews = Parameters<typeof streamText>[2] & Parameters<typeof generateImage>[2];

/** With the salt of a secret, and its seed where the visitor set none. */
function withSalt(order: Order, saltSecret: Hex): Order {
  const { salt, seed } = chosenBy(saltSecret);
  return { ...order, salt, saltSecret, seed: order.seed ?? seed };
}

/**
 * Sends an order and reads its stream to the end.
 * @param secret that makes its salt; without one the coordinator chooses the salt
 * @throws as `generateImage` and `streamText`
 */
export async function performOrder(
  asked: { order: Order; secret: Hex | undefined },
  news: PerformNews,
  signal: AbortSignal,
): Promise<SavedResult> {
  const order = asked.secret === undefined ? asked.order : withSalt(asked.order, asked.secret);
  const common = { prompt: order.prompt, savedAt: Date.now() };
  if (order.kind === 'image') {
    const { image, receipt } = await generateImage(order.url, order, news, signal);
    return { ...common, id: receipt.task_id, kind: 'image', image, receipt };
  }
  const { receipt, ...answer } = await streamText(order.url, order, news, signal);
  return { ...common, id: receipt.task_id, kind: 'text', ...answer, receipt };
}
