import type { ModelStatus } from '#miner/status/minerStatus.ts';
import { t } from '#web/language/translate.ts';
import { formatFraction } from '#web/money/amount.ts';

/**
 * How a model did in its tests on this GPU; nothing before the first has passed. A slow GPU runs a few before
 * it offers the model and the others later: those have not failed.
 */
export function testsSentence({
  tests,
  deviation,
}: Pick<ModelStatus, 'tests' | 'deviation'>): string | undefined {
  if (tests === null || deviation === null) return undefined;
  const key = tests.done < tests.total ? 'mine.modelShelf.passedSoFar' : 'mine.modelShelf.passed';
  return t(key, { ...tests, share: formatFraction(deviation) });
}
