import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withProtocolTables } from '#tools/docs/protocolTables.ts';

const page = readFileSync('docs/protocol.md', 'utf8');

describe('docs/protocol.md', () => {
  it('has the tables that follow from the code (`npm run docs:protocol` writes them)', () => {
    expect(page).toBe(withProtocolTables(page));
  });
});

describe('withProtocolTables', () => {
  it('puts a changed value right', () => {
    expect(withProtocolTables(page.replace('| 65,536 |', '| 65,537 |'))).toBe(page);
  });

  it('refuses a text that lacks a table', () => {
    expect(() => withProtocolTables(page.replace('<!-- table: limits -->', ''))).toThrow(
      'lacks the tables limits',
    );
  });

  it('refuses a table that does not exist', () => {
    expect(() => withProtocolTables('<!-- table: prices -->\n<!-- end -->')).toThrow('no table named prices');
  });
});
