import { expect, it } from 'vitest';
import { isGoodPassword, LEAST_PASSWORD, passwordProblem } from '#web/mine/key/backupPassword.ts';

const good = 'ä'.repeat(LEAST_PASSWORD);

it.each([
  ['as long as it must be', good, good, null, true],
  ['a character shorter', good.slice(1), good.slice(1), /At least 12/, false],
  ['typed once', good, '', null, false],
  ['typed otherwise the second time', good, `${good}!`, /not the same/, false],
  ['not typed', '', '', null, false],
])('a password that is %s', (_, password, again, problem, isGood) => {
  const found = passwordProblem(password, again);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
  expect(isGoodPassword(password, again)).toBe(isGood);
});
