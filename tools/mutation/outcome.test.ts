import { expect, it } from 'vitest';
import { outcomeOf } from '#tools/mutation/outcome.ts';

it('a mutant survives tests that pass', () => {
  expect(outcomeOf(0, ' Test Files  1 passed (1)')).toEqual({ died: false, by: '' });
});

it.each([
  [
    'the first failed test',
    ' FAIL  src/a.test.ts > a > b\n FAIL  src/a.test.ts > a > c',
    'src/a.test.ts > a > b',
  ],
  [
    'an error that no test caught',
    '⎯⎯ Unhandled Errors ⎯⎯\nVitest caught 1 unhandled error',
    'Unhandled Errors',
  ],
])('a mutant dies by %s', (_, output, by) => {
  expect(outcomeOf(1, output)).toEqual({ died: true, by });
});

it.each([
  ['a test file that cannot be read', ' FAIL  src/a.test.ts [ src/a.test.ts ]\nError: Cannot find module'],
  ['no test file', 'No test files found, exiting with code 1'],
])('nothing dies by %s', (_, output) => {
  expect(() => outcomeOf(1, output)).toThrow('could not run');
});
