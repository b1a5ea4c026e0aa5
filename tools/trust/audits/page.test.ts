import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '#tools/docs/tables.ts';
import { LEAST_TRIALS, missesOf } from '#tools/trust/audits/bars.ts';
import { PAGE, tablesOf } from '#tools/trust/audits/page.ts';
import { readTrials } from '#tools/trust/audits/rawData.ts';
import { accusedOf, browserTables, readBrowserRows } from '#tools/trust/browsers/browserRow.ts';
import { forgedTables, missedOf, readForgedRows } from '#tools/trust/browsers/forgedRow.ts';

it('docs/trust/audits.md has the tables that its raw data gives', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [trials, browsers] = [readTrials(), readBrowserRows()];
  const forged = forgedTables(readForgedRows());
  expect(page).toBe(withTables(page, { ...tablesOf(trials), ...browserTables(browsers), ...forged }));
});

it('the raw data keeps to the bars of `npm run trust:table`', () => {
  expect(missesOf(readTrials(), LEAST_TRIALS)).toEqual([]);
});

it('the raw data of browsers accuses no honest result, and misses no forged one', () => {
  const [honest, forged] = [readBrowserRows(), readForgedRows()];
  expect(honest.length).toBeGreaterThan(0);
  expect(forged.length).toBeGreaterThan(0);
  expect([accusedOf(honest), missedOf(forged)]).toEqual([[], []]);
});
