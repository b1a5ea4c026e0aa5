import type { SourceFile } from '#tools/house/sourceTree.ts';

const LENGTH = '(?:[^\\s(]|\\([^)]*\\))+';
const SIDE = '(?:left|right)';
/** Properties and values that name a side of the screen instead of the start or the end of a line. */
const PHYSICAL = new RegExp(
  [
    `^\\s*(?:margin|padding|border|scroll-margin|scroll-padding)-${SIDE}[\\w-]*:`,
    `^\\s*${SIDE}:`,
    `^\\s*border-(?:top|bottom)-${SIDE}-radius:`,
    `^\\s*(?:text-align|float|clear|caption-side):\\s*${SIDE}`,
    // Four different sides: the second is the right, the fourth the left.
    `^\\s*(?:margin|padding|inset|border-width): ${LENGTH} (${LENGTH}) ${LENGTH} (?!\\1;)${LENGTH};`,
  ].join('|'),
);

/** Lines that would stand on the wrong side in a language that is read from the right, as `path:line`. */
export const physicalStyles = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (PHYSICAL.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
