import type { SourceFile } from '#tools/house/sourceTree.ts';

const EXPORTED =
  /((?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?)export (?:default )?(?:async |abstract )*(?:function\*?|class) (\w+)/g;

/**
 * Exported functions and classes whose docstring has no example, or that have none, as `path: name`.
 * @example
 * withoutExample([{ path: 'a.ts', text: 'export function f() {}' }]); // ['a.ts: f']
 */
export function withoutExample(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(EXPORTED)].flatMap(([, docstring, name]) =>
      docstring!.includes('@example') ? [] : [`${path}: ${name}`],
    ),
  );
}
