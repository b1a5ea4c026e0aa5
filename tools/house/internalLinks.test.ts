import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deadLinks, pagePathsIn } from '#tools/house/internalLinks.ts';
import { isTest, trackedFiles } from '#tools/house/trackedFiles.ts';

const paths = pagePathsIn(readFileSync('src/web/app/pages.ts', 'utf8'));

/** Files whose addresses are not the pages' own. */
const EXEMPT: Record<string, string> = {
  'src/web/app/prerender.tsx': 'the file of addresses that no page has',
  'src/web/coordinator/coordinatorApi.ts': 'the API of coordinators',
  'src/web/paths/movedPages.ts': 'older addresses',
};

it('every address of this site in src/web is that of a page', () => {
  expect(paths.length).toBeGreaterThan(20);
  const sources = trackedFiles('src/web').filter((file) => /\.tsx?$/.test(file.path) && !isTest(file));
  const dead = deadLinks(sources, paths).map((line) => line.split(': ') as [string, string]);
  expect(dead.filter(([path]) => !Object.hasOwn(EXEMPT, path))).toEqual([]);
  expect([...new Set(dead.map(([path]) => path))].sort()).toEqual(Object.keys(EXEMPT).sort());
});

it.each([
  ['<Link href="/nowhere">', ['/nowhere']],
  ["navigate('/mine/nod')", ['/mine/nod']],
  [`const path = \`/node/\${id}\`;`, ['/node/:id']],
  [`const path = \`/nodes/\${id}?vote=\${amount}\`;`, []],
  ["const path = '/nodes/1';", []],
  ["const path = '/nodes/1/more';", ['/nodes/1/more']],
  ['<Link href="/mine/node">', []],
  [`const url = \`/v1/tasks/\${id}\`;`, []],
  ["fetch('/network.json')", []],
])('finds the dead addresses in %s', (text, dead) => {
  const found = deadLinks([{ path: 'src/web/Page.tsx', text }], paths);
  expect(found).toEqual(dead.map((address) => `src/web/Page.tsx: ${address}`));
});
