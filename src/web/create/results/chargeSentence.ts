import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';

/** What a result's price paid for: steps, or tokens, which include the prompt's. */
export function chargeSentence(result: AnyResult): string {
  const { units } = result.receipt;
  const kind = result.kind === 'unseen' ? result.made : result.kind;
  if (kind === 'image') return t('create.chargeSentence.steps', { units });
  const tokens = result.kind === 'text' ? result.tokens : undefined;
  return tokens === undefined
    ? t('create.chargeSentence.tokens', { units })
    : t('create.chargeSentence.tokensEach', {
        units,
        prompt: formatCount(tokens.prompt),
        answer: formatCount(tokens.answer),
      });
}
