import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SourceFile } from '#tools/house/sourceTree.ts';

/** The files that git tracks or would add, and that are there. */
export function trackedFiles(...patterns: string[]): SourceFile[] {
  const listed = execFileSync('git', [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    ...patterns,
  ]);
  const deleted = new Set(execFileSync('git', ['ls-files', '-z', '--deleted']).toString().split('\0'));
  const paths = listed
    .toString()
    .split('\0')
    .filter((path) => path !== '' && !deleted.has(path));
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

export const isCode = ({ path }: SourceFile) => /\.(ts|tsx|mjs|css)$/.test(path);
export const isTest = ({ path }: SourceFile) => /\.test\.tsx?$|\/testing\//.test(path);
