import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nearestTests, SLOW } from '#tools/mutation/nearestTests.ts';

const source = (path: string, text = '') => ({ path, text });
const USES = "import { a } from '#net/in/a.ts';";

it('begins with the file’s own test, and leaves out other areas', () => {
  const sources = [
    source('src/app/far/f.ts', USES),
    source('src/app/far/f.test.ts'),
    source('src/app/none/n.test.ts'),
    source('src/net/out/o.ts', USES),
    source('src/net/out/o.test.ts'),
    source('src/net/in/ab.test.ts'),
    source('src/net/in/a.ts'),
    source('src/net/in/a.test.ts'),
  ];
  expect(nearestTests('src/net/in/a.ts', sources)).toEqual([
    ['src/net/in/a.test.ts'],
    ['src/net/in/ab.test.ts'],
    ['src/net/out/o.test.ts'],
  ]);
});

it('leaves slow tests for the end', () => {
  const [slow] = SLOW;
  const other = slow!.replace(/\w+\.test/, 'zebra.test');
  const file = slow!.replace(/\w+\.test/, 'file');
  expect(nearestTests(file, [source(slow!), source(other)])).toEqual([[other], [slow]]);
});

it.each(SLOW)('%s is there', (test) => {
  expect(existsSync(test)).toBe(true);
});
