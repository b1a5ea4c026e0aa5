import { expect, it } from 'vitest';
import { type RuleState, ruleSentence } from '#web/mine/rest/ruleState.ts';

const hours = { from: '22:00', to: '07:30' };
const AT = new Date(2026, 10, 30, 18, 0, 5).getTime() / 1_000;

it.each<[RuleState, string]>([
  [{ rule: 'used', rests: true }, 'Resting while you use this page.'],
  [{ rule: 'used', rests: false }, 'You are not using this page: mining is allowed.'],
  [{ rule: 'battery', rests: true }, 'Resting until the device charges.'],
  [{ rule: 'battery', rests: false }, 'Not on battery: mining is allowed.'],
  [{ rule: 'hours', rests: true, hours }, 'Resting until 22:00.'],
  [{ rule: 'hours', rests: false, hours }, 'Mining is allowed until 07:30.'],
  [{ rule: 'share', restsUntil: AT }, 'Resting until 18:00:05.'],
  [{ rule: 'share', restsUntil: null }, 'The part is not used up: mining is allowed.'],
])('of %o says “%s”', (state, said) => {
  expect(ruleSentence(state)).toBe(said);
});
