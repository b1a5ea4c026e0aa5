import { describe, expect, it } from 'vitest';
import { unruledImports, wrongArrows } from '#tools/house/arrows.ts';
import {
  filesPerFolder,
  folderCycles,
  linesOf,
  longComments,
  type SourceFile,
} from '#tools/house/sourceTree.ts';
import { isCode, isTest, trackedFiles } from '#tools/house/trackedFiles.ts';

const MAX_FILES_PER_FOLDER = 20;
const MAX_LINES_PER_FILE = 300;
const MAX_MEDIAN_LINES = 65;
/** The formatter's width. It leaves comments alone, so they are checked here. */
const MAX_COLUMNS = 110;

describe('the source tree', () => {
  const source = trackedFiles('src');
  const code = [...source, ...trackedFiles('tools', 'e2e', ':(glob)*.ts')].filter(isCode);
  const product = source.filter((file) => isCode(file) && !isTest(file));

  it(`has at most ${MAX_FILES_PER_FOLDER} files in a folder of src`, () => {
    const crowded = [...filesPerFolder(source)].filter(([, files]) => files > MAX_FILES_PER_FOLDER);
    expect(crowded).toEqual([]);
  });

  it(`has no file above ${MAX_LINES_PER_FILE} lines`, () => {
    const solidity = trackedFiles('contracts').filter(({ path }) => path.endsWith('.sol'));
    const long = [...code, ...solidity].filter(({ text }) => linesOf(text) > MAX_LINES_PER_FILE);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it(`has a median of at most ${MAX_MEDIAN_LINES} lines a file in src`, () => {
    const lengths = source.filter(isCode).map(({ text }) => linesOf(text));
    const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)];
    expect(median).toBeLessThanOrEqual(MAX_MEDIAN_LINES);
  });

  it(`has no comment line above ${MAX_COLUMNS} characters`, () => {
    expect(longComments(code, MAX_COLUMNS)).toEqual([]);
  });

  it('has no folders in src that import each other', () => {
    expect(folderCycles(product)).toEqual([]);
  });

  it('has no relative import in src, and none of test helpers or tools in the product', () => {
    expect(unruledImports(product)).toEqual([]);
  });

  it('has no import that points the wrong way', () => {
    expect(wrongArrows(product)).toEqual([]);
  });
});

const file = (path: string, ...imported: string[]): SourceFile => ({
  path,
  text: imported.map((target) => `import '${target}';`).join('\n'),
});

describe('wrongArrows', () => {
  it.each([
    ['a layer above', 'src/protocol/wire.ts', '#web/main.ts'],
    ['a layer beside', 'src/miner/minerError.ts', '#coordinator/coordinator.ts'],
    ['another page', 'src/web/create/CreatePage.tsx', '#web/mine/MinePage.tsx'],
    ['a page, from what pages share', 'src/web/components/Egg.tsx', '#web/mine/MinePage.tsx'],
    ['the shell, from a page', 'src/web/mine/MinePage.tsx', '#web/app/App.tsx'],
    ['a folder that no rule names', 'src/new/file.ts', '#protocol/fields.ts'],
  ])('finds an import of %s', (_, from, to) => {
    expect(wrongArrows([file(from, to)])).toEqual([`${from} → ${to.slice(1)}`]);
  });

  it.each([
    ['a layer below', 'src/web/create/CreatePage.tsx', '#protocol/fields.ts'],
    ['a page, from the shell', 'src/web/app/App.tsx', '#web/create/CreatePage.tsx'],
    ['what pages share', 'src/web/mine/MinePage.tsx', '#web/components/Egg.tsx'],
  ])('accepts an import of %s', (_, from, to) => {
    expect(wrongArrows([file(from, to)])).toEqual([]);
  });
});

describe('unruledImports', () => {
  it.each([
    ['a relative import', "import { x } from '../../create/x.ts';", '../../create/x.ts'],
    ['a side effect', "import './x.css';", './x.css'],
    ['a type', "import type { X } from './x.ts';", './x.ts'],
    ['a dynamic import', 'const x = await import(`./x.ts`);', './x.ts'],
    ['a test helper', "import { x } from '#miner/testing/world.ts';", '#miner/testing/world.ts'],
    ['a tool', "import { x } from '#tools/house/x.ts';", '#tools/house/x.ts'],
  ])('finds %s', (_, text, specifier) => {
    expect(unruledImports([{ path: 'src/a.ts', text }])).toEqual([`src/a.ts → ${specifier}`]);
  });

  it('accepts an alias and a package', () => {
    const text = "import { x } from '#miner/x.ts';\nimport { z } from 'zod';";
    expect(unruledImports([{ path: 'src/a.ts', text }])).toEqual([]);
  });
});

describe('folderCycles', () => {
  it('finds two folders that import each other through a third', () => {
    const files = [
      file('src/a/one.ts', '#b/two.ts'),
      file('src/b/two.ts', '#c/three.ts'),
      file('src/c/three.ts', '#a/other.ts'),
    ];
    expect(folderCycles(files)).toEqual([['src/a', 'src/b', 'src/c', 'src/a']]);
  });

  it('accepts a folder that two others import', () => {
    expect(
      folderCycles([file('src/a/one.ts', '#b/two.ts', '#c/x.ts'), file('src/b/two.ts', '#c/x.ts')]),
    ).toEqual([]);
  });
});

describe('longComments', () => {
  it.each([
    ['// ', MAX_COLUMNS, []],
    ['// ', MAX_COLUMNS + 1, ['x.ts:2']],
    [' * ', MAX_COLUMNS + 1, ['x.ts:2']],
    ['/** ', MAX_COLUMNS + 1, ['x.ts:2']],
    ['const text = ', MAX_COLUMNS + 1, []],
  ])('judges a line that begins with "%s" and has %i characters', (start, columns, expected) => {
    const text = `\n${start.padEnd(columns, 'a')}\n`;
    expect(longComments([{ path: 'x.ts', text }], MAX_COLUMNS)).toEqual(expected);
  });
});
