export type Row = readonly string[];
/** What renders each table of a page, by its name. */
export type Tables = Readonly<Record<string, () => string>>;

export const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const code = (text: string): string => `\`${text}\``;

/**
 * Fills in the tables of a page: what stands between `<!-- table: NAME -->` and `<!-- end -->`.
 * @throws Error for a table that does not exist, or one that is not in the text
 */
export function withTables(text: string, tables: Tables): string {
  const found = new Set<string>();
  const filled = text.replace(/<!-- table: (\w+) -->\n[^]*?<!-- end -->/g, (_, name: string) => {
    const render = tables[name];
    if (render === undefined) throw new Error(`There is no table named ${name}.`);
    found.add(name);
    return `<!-- table: ${name} -->\n${render()}\n<!-- end -->`;
  });
  const missing = Object.keys(tables).filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`The text lacks the tables ${missing.join(', ')}.`);
  return filled;
}
