import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGES } from '#tools/docs/pages.ts';
import { withTables } from '#tools/docs/tables.ts';

describe('the documents', () => {
  it.each(Object.entries(PAGES))('%s has the tables that `npm run docs:tables` writes', (path, tables) => {
    const page = readFileSync(path, 'utf8');
    expect(page).toBe(withTables(page, tables));
  });
});

describe('withTables', () => {
  const tables = { colours: () => '| red |' };

  it('corrects a table', () => {
    expect(withTables('a\n<!-- table: colours -->\n| blue |\n<!-- end -->\nb', tables)).toBe(
      'a\n<!-- table: colours -->\n| red |\n<!-- end -->\nb',
    );
  });

  it('refuses a page that lacks a table', () => {
    expect(() => withTables('a', tables)).toThrow('lacks the tables colours');
  });

  it('refuses a table that does not exist', () => {
    expect(() => withTables('<!-- table: prices -->\n<!-- end -->', tables)).toThrow('no table named prices');
  });
});
