import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { formatCount } from '#web/money/amount.ts';

const counted = (count: number, unit: string) => `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`;

/** What a result's price paid for: steps, or tokens, which include the prompt's. */
export function chargeSentence(result: SavedResult): string {
  const { units } = result.receipt;
  if (result.kind === 'image') return counted(units, 'step');
  const { tokens } = result;
  return tokens === undefined
    ? `${counted(units, 'token')} of prompt and answer`
    : `${counted(units, 'token')}: ${formatCount(tokens.prompt)} of the prompt, ${formatCount(tokens.answer)} of the answer`;
}
