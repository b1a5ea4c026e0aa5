/** Fills in the tables of the documents from the code:  npm run docs:tables */
import { readFileSync, writeFileSync } from 'node:fs';
import { PAGES } from '#tools/docs/pages.ts';
import { withTables } from '#tools/docs/tables.ts';

for (const [page, tables] of Object.entries(PAGES)) {
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), tables));
}
