import { expect, it } from 'vitest';
import { NO_FIGURES } from '#miner/status/minerStatus.ts';
import { figureSentence } from '#web/mine/connections/figureSentence.ts';

it.each([
  [{}, undefined],
  [{ given: 3 }, undefined],
  [{ audited: 5.2 }, 'skipped 0 of 5 due audits'],
  [{ audited: 5.4, skipped: 0.6, passedOver: 0.4 }, 'skipped 1 of 6 due audits'],
  [{ given: 2, passedOver: 3 }, 'passed this tab over for 3 of 5 tasks'],
  [{ wrongDraws: 1, passedOver: 1 }, '1 wrong draw · passed this tab over for 1 of 1 tasks'],
  [{ wrongDraws: 2 }, '2 wrong draws'],
])('%o is told as %s', (change, sentence) => {
  expect(figureSentence({ ...NO_FIGURES, ...change })).toBe(sentence);
});
