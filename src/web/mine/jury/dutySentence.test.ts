import { expect, it } from 'vitest';
import { dutySentence } from '#web/mine/jury/dutySentence.ts';

it('the page asks the user of an inactive node to keep its tab until its cases are over', () => {
  expect(dutySentence(1, true)).toMatch(
    /vote in a case .* Keep this tab mining with this key until it is over/,
  );
  expect(dutySentence(3, true)).toMatch(/vote in 3 cases .* until they are over/);
  expect(dutySentence(2, false)).toMatch(/\. Mine with this key until they are over/);
});

it('the page says that an inactive node has nothing left to do', () => {
  expect(dutySentence(0, true)).toBe('This node gets no tasks, and has no jury left to serve on.');
});
