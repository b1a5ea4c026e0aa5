import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '#tools/docs/tables.ts';
import { PAGE, tablesOf } from '#tools/trust/audits/page.ts';
import { RAW_DATA, readRows } from '#tools/trust/audits/rawData.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';
import { BROWSER_DATA, type BrowserRow, browserTables } from '#tools/trust/browsers/browserRow.ts';
import { FORGED_DATA, type ForgedRow, forgedTables } from '#tools/trust/browsers/forgedRow.ts';

it('docs/trust/audits.md has the tables that its raw data gives', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [trials, browsers] = [readRows<Trial>(RAW_DATA), readRows<BrowserRow>(BROWSER_DATA)];
  const forged = forgedTables(readRows<ForgedRow>(FORGED_DATA));
  expect(page).toBe(withTables(page, { ...tablesOf(trials), ...browserTables(browsers), ...forged }));
});
