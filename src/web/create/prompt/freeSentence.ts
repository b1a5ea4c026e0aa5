import { parseEther } from 'viem';
import type { ApiModel } from '#protocol/messages/api.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';

/**
 * Who pays for the order, and how much where that is known before: a text's length is not.
 * @param steps that were asked for; else the model's own number counts
 */
export function freeSentence(model: ApiModel | undefined, steps: number | undefined): string {
  const { price_cai, price_unit, steps: own } = model?.cuckoo ?? {};
  const count = steps ?? own?.default;
  if (price_cai === undefined || price_unit !== 'step' || count == null) return t('create.promptForm.free');
  return t('create.promptForm.freeAmount', { amount: formatCai(parseEther(price_cai) * BigInt(count)) });
}
