import { dirname } from 'node:path';

/** A file of the repository: its path from the root, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

export const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Number of files that lie directly in each folder. */
export function filesPerFolder(files: readonly SourceFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return counts;
}

const COMMENT = /^\s*(\/\/|\/?\*)/;

/** Comment lines longer than `limit` characters, as `path:line`. */
export function longComments(files: readonly SourceFile[], limit: number): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (COMMENT.test(line) && line.length > limit ? [`${path}:${index + 1}`] : [])),
  );
}

/** Paths below src that a file imports by our aliases: `#inference/text/a.ts` is `inference/text/a.ts`. */
export function importsOf({ text }: SourceFile): string[] {
  return [...text.matchAll(/['"`]#(?!tools\/)([\w-]+\/[^'"`]+)['"`]/g)].map(([, target]) => target!);
}

function folderImports(files: readonly SourceFile[]): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const file of files) {
    const from = dirname(file.path);
    const targets = imports.get(from) ?? new Set();
    imports.set(from, targets);
    for (const target of importsOf(file)) {
      const folder = dirname(`src/${target}`);
      if (folder !== from) targets.add(folder);
    }
  }
  return imports;
}

/**
 * Folders that import each other, directly or through others.
 * @returns one path per circle found, such as `['src/a', 'src/b', 'src/a']`
 */
export function folderCycles(files: readonly SourceFile[]): string[][] {
  const imports = folderImports(files);
  const finished = new Set<string>();
  const cycles: string[][] = [];
  const visit = (folder: string, trail: string[]): void => {
    const start = trail.indexOf(folder);
    if (start >= 0) cycles.push([...trail.slice(start), folder]);
    if (start >= 0 || finished.has(folder)) return;
    for (const next of imports.get(folder) ?? []) visit(next, [...trail, folder]);
    finished.add(folder);
  };
  for (const folder of imports.keys()) visit(folder, []);
  return cycles;
}
