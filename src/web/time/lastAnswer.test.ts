import { expect, it } from 'vitest';
import { lastAnswerSentence } from '#web/time/lastAnswer.ts';
import { formatClock } from '#web/time/moment.ts';

it('says when a part answered last, or that it has not since the page was opened', () => {
  expect(lastAnswerSentence(7_200_000, 0)).toBe(`Last answer: ${formatClock(7_200)}.`);
  expect(lastAnswerSentence(0, 3_600_000)).toBe(
    `No answer since this page was opened at ${formatClock(3_600)}.`,
  );
});
