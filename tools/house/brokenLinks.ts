import { dirname, join, normalize } from 'node:path';
import type { SourceFile } from '#tools/house/sourceTree.ts';

const CODE_BLOCK = /^```[\s\S]*?^```/gm;
const LINK = /\]\(([^)\s]+)\)/g;
/** A path in backticks. One with a wildcard, placeholder or shell syntax names no single file. */
const MENTION = /`((?:src|tools|contracts|e2e|docs|public)\/[\w./-]*)`/g;
const PLACEHOLDER = /\bNAME\b/;
/** Paths that the build or a download creates. */
const GENERATED = /^(public\/models\/stories15m|src\/chain\/generated|out|public\/network\.json)(\/|$)/;

/**
 * Paths of this repository that a Markdown file names and that do not exist.
 * @param exists tells whether a path from the root exists
 * @returns each as `file.md: path`
 */
export function brokenLinks({ path, text }: SourceFile, exists: (path: string) => boolean): string[] {
  const prose = text.replace(CODE_BLOCK, '');
  const links = [...prose.matchAll(LINK)]
    .map(([, target]) => target!.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(path), target)));
  const mentions = [...prose.matchAll(MENTION)].map(([, mention]) => mention!);
  return [...links, ...mentions]
    .filter((named) => !GENERATED.test(named) && !PLACEHOLDER.test(named) && !exists(named))
    .map((named) => `${path}: ${named}`);
}
