import type { SourceFile } from '#tools/house/sourceTree.ts';
import { unitOf } from '#tools/language/messageFiles.ts';
import { messageUsesOf } from '#tools/language/messageUses.ts';

const PAGES = 'src/web/app/pages.ts';
const PAGE = /page\(\s*'([^']+)',\s*\[([^\]]*)\],[^#]*import\('#(web\/[^']+)'\)/g;
const STATIC_IMPORT = /(?:^|\n)import (?!type )[^;]*?['"]#(web\/[^'"]+)['"]/g;
const LATER_IMPORT = /import\('#(web\/[^']+)'\)/g;
const LOADED = /loadMessages\(([^)]*)\)/g;

const wordsIn = (text: string): string[] => [...text.matchAll(/'([^']+)'/g)].map(([, word]) => word!);
const targetsOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, to]) => `src/${to}`);

/**
 * Messages that a page may show without having loaded them.
 * @param files of src/web
 * @param keys of all messages
 * @returns each as `/path: file shows unit`
 */
export function unloadedUnits(files: readonly SourceFile[], keys: ReadonlySet<string>): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const shown = new Map<string, Set<string>>();
  const unitsOf = (file: SourceFile): Set<string> => {
    const known = shown.get(file.path);
    if (known !== undefined) return known;
    const { strings, prefixes } = messageUsesOf(file);
    const used = [...strings].filter((text) => keys.has(text));
    const composed = prefixes.filter((prefix) => [...keys].some((key) => key.startsWith(prefix)));
    const units = new Set([...used, ...composed].map(unitOf));
    shown.set(file.path, units);
    return units;
  };

  const problems = new Set<string>();
  function visit(page: string, path: string, loaded: readonly string[], seen: Set<string>): void {
    const file = byPath.get(path);
    const at = `${path} ${loaded.join(' ')}`;
    if (file === undefined || seen.has(at) || path === PAGES) return;
    seen.add(at);
    for (const unit of unitsOf(file))
      if (!loaded.includes(unit)) problems.add(`${page}: ${path} shows ${unit}`);
    for (const to of targetsOf(file.text, STATIC_IMPORT)) visit(page, to, loaded, seen);
    const more = [...file.text.matchAll(LOADED)].flatMap(([, units]) => wordsIn(units!));
    const later = [...new Set([...loaded, ...more])].sort();
    for (const to of targetsOf(file.text, LATER_IMPORT)) visit(page, to, later, seen);
  }
  visit('the shell', 'src/web/app/openApp.tsx', ['shell'], new Set());
  for (const [, path, units, component] of byPath.get(PAGES)!.text.matchAll(PAGE))
    visit(path!, `src/${component}`, ['shell', ...wordsIn(units!)].sort(), new Set());
  return [...problems];
}
