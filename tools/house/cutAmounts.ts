import type { SourceFile } from '#tools/house/sourceTree.ts';

/**
 * An element's own text that is an amount with digits cut off: `{known && formatCai(wei)}`. In a sentence the
 * amount is a value of a message, and in an attribute no pointer reaches it.
 */
const CUT =
  /(?<![=$])\{\s*(?:[\w.?!]+\s*(?:&&|=== (?:undefined|null) \? (?:undefined|null) :)\s*)?format(?:Cai|Amount)\(/g;

/**
 * Amounts that stand alone and whose last digits nobody can see; `ExactAmount` shows them.
 * @returns each as `src/web/a/Page.tsx:12`
 */
export function cutAmounts(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(CUT)].map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`),
  );
}
