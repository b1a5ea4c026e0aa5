import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ATTACKS } from '#tools/hostile/attacks.ts';

/** The titles of a test file, in the order of their lines. */
const titlesIn = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(/(?:it|describe)(?:\.each[\s\S]*?\n?\]?\))?\(\s*['`]([^'`]+)/g),
  ].map(([, title]) => title!);

it.each(ATTACKS)('the test of “$attack” exists', ({ file, title }) => {
  const titles = titlesIn(file);
  expect(titles.length).toBeGreaterThan(0);
  const named = titles.some(
    (first) => first.startsWith(title) || titles.some((second) => `${first} ${second}`.startsWith(title)),
  );
  expect(named, `${title} in ${file}`).toBe(true);
});
