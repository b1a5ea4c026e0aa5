import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '#tools/docs/tables.ts';
import { PAGE, RAW_DATA, tablesOf } from '#tools/trust/audits/page.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';

it('docs/trust/audits.md has the tables that its raw data gives', () => {
  const trials = readFileSync(RAW_DATA, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Trial);
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toBe(withTables(page, tablesOf(trials)));
});
