import { expect, it } from 'vitest';
import { nearestTests } from '#tools/mutation/nearestTests.ts';

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
