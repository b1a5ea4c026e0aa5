import { describe, expect, it } from 'vitest';
import { withoutExample } from '#tools/house/docstrings.ts';
import { isCode, isTest, trackedFiles } from '#tools/house/trackedFiles.ts';

describe('the docstrings', () => {
  it('have an example for each exported function and class of chain, inference and protocol', () => {
    const files = trackedFiles('src/chain', 'src/inference', 'src/protocol');
    expect(withoutExample(files.filter((file) => isCode(file) && !isTest(file)))).toEqual([]);
  });
});

describe('withoutExample', () => {
  it.each([
    ['a function without a docstring', 'export function f() {}'],
    ['a function whose docstring has none', '/** Does it. */\nexport async function f() {}'],
    ['a class whose docstring has none', '/**\n * Holds it.\n */\nexport class f {}'],
    ['a generator', 'export function* f() {}'],
    [
      'one that follows another with an example',
      '/** @example g() */\nexport function g() {}\nexport class f {}',
    ],
  ])('finds %s', (_, text) => {
    expect(withoutExample([{ path: 'a.ts', text }])).toEqual(['a.ts: f']);
  });

  it.each([
    ['an example', '/**\n * Does it.\n * @example\n * f();\n */\nexport function f() {}'],
    ['a function that is not exported', 'function f() {}'],
  ])('accepts %s', (_, text) => {
    expect(withoutExample([{ path: 'a.ts', text }])).toEqual([]);
  });
});
