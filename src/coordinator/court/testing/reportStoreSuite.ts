import { sql } from 'drizzle-orm';
import { getAddress, keccak256, slice, toHex, zeroAddress, zeroHash } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import {
  KEPT_MS,
  MOST_ABOUT_ONE,
  MOST_FROM_ONE,
  MOST_OPEN,
  ReportStore,
} from '#coordinator/court/draws/reportStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { drawReports } from '#coordinator/store/schema.ts';
import { type DrawReport, drawReportId } from '#protocol/court/drawReport.ts';

const addressOf = (number: number) => getAddress(slice(keccak256(toHex(number)), 0, 20));
const reportOf = (number: number, coordinator = addressOf(number)): DrawReport => ({
  fault: 'beacon',
  assignment: {
    ...{ taskId: keccak256(toHex(number)), coordinator, miner: zeroAddress, attempt: 0 },
    ...{ rosterBlock: 1, beacon: zeroHash, passed: [], unitPrice: 1n, expiry: 1 },
    signature: `0x${'00'.repeat(65)}`,
  },
});

const by = (reporter: string, nowMs = 0) => ({ reporter, nowMs });

/** What the store of reports must do on any database. @param open its `db` is there once the tests run */
export function testReportStore(open: { readonly db: Database }): void {
  beforeEach(() => open.db.execute(sql`truncate draw_reports`));

  it('takes a hundred reports that wait, and another once one of them has ended', async () => {
    const store = new ReportStore(open.db);
    for (let number = 0; number < MOST_OPEN; number++)
      expect(await store.put(reportOf(number), by(`miner ${number}`, number))).toBe(true);
    expect(await store.put(reportOf(MOST_OPEN), by('ann'))).toBe(false);
    await store.end(drawReportId(reportOf(0)), 'sent');
    expect(await store.put(reportOf(MOST_OPEN), by('ann', MOST_OPEN))).toBe(true);
    const waiting = await store.open();
    expect(waiting.map(({ report }) => report)).toEqual(
      Array.from({ length: MOST_OPEN }, (_, at) => reportOf(at + 1)),
    );
    expect(await store.has(drawReportId(reportOf(0)))).toBe(true);
  });

  it('takes twenty reports that wait about one coordinator, whoever hands them over', async () => {
    const store = new ReportStore(open.db);
    for (let number = 0; number < MOST_ABOUT_ONE; number++)
      expect(await store.put(reportOf(number, zeroAddress), by(`miner ${number}`))).toBe(true);
    expect(await store.put(reportOf(MOST_ABOUT_ONE, zeroAddress), by('ann'))).toBe(false);
    expect(await store.put(reportOf(MOST_ABOUT_ONE), by('ann'))).toBe(true);
    await store.end(drawReportId(reportOf(0, zeroAddress)), 'unsendable');
    expect(await store.put(reportOf(MOST_ABOUT_ONE + 1, zeroAddress), by('ann'))).toBe(true);
  });

  it('takes ten reports that wait from one miner, whomever they accuse', async () => {
    const store = new ReportStore(open.db);
    for (let number = 0; number < MOST_FROM_ONE; number++)
      expect(await store.put(reportOf(number), by('ann'))).toBe(true);
    expect(await store.put(reportOf(MOST_FROM_ONE), by('ann'))).toBe(false);
    expect(await store.put(reportOf(MOST_FROM_ONE), by('bob'))).toBe(true);
  });

  it('forgets reports that prove nothing any more, those that wait as well', async () => {
    const store = new ReportStore(open.db);
    await store.put(reportOf(1), by('ann', 1_000));
    await store.put(reportOf(2), by('ann', 2_000));
    await store.forget(2_000 + KEPT_MS);
    expect((await store.open()).map(({ report }) => report)).toEqual([reportOf(2)]);
  });

  it('keeps a report once, by its first reporter, and knows it however it ended', async () => {
    const store = new ReportStore(open.db);
    const id = drawReportId(reportOf(1));
    expect(await store.has(id)).toBe(false);
    expect(await store.put(reportOf(1), by('ann', 1_000))).toBe(true);
    expect(await store.put(reportOf(1), by('bob', 2_000))).toBe(true);
    expect(await open.db.select().from(drawReports)).toMatchObject([
      { id, reporter: 'ann', noticedAt: 1_000, ending: null },
    ]);
    await store.end(id, 'late');
    expect([await store.has(id), await store.open()]).toEqual([true, []]);
  });

  it('lets the first ending of a report stand, and ends no other one', async () => {
    const store = new ReportStore(open.db);
    for (const number of [1, 2]) await store.put(reportOf(number), by('ann', number));
    await store.end(drawReportId(reportOf(1)), 'sent');
    await store.end(drawReportId(reportOf(1)), 'punished');
    const rows = await open.db.select().from(drawReports).orderBy(drawReports.noticedAt);
    expect(rows.map(({ ending }) => ending)).toEqual(['sent', null]);
  });

  it('takes a report that ended for known: it does not wait again', async () => {
    const store = new ReportStore(open.db);
    await store.put(reportOf(1), by('ann'));
    await store.end(drawReportId(reportOf(1)), 'none');
    expect(await store.put(reportOf(1), by('bob'))).toBe(true);
    expect(await store.open()).toEqual([]);
  });

  it('sends the oldest first, whatever their order of arrival', async () => {
    const store = new ReportStore(open.db);
    for (const number of [3, 1, 2]) await store.put(reportOf(number), by('ann', number));
    expect((await store.open()).map(({ report }) => report)).toEqual([1, 2, 3].map((at) => reportOf(at)));
  });

  it('takes a report of before version 6, which names nobody, for nobody’s', async () => {
    const store = new ReportStore(open.db);
    for (let number = 0; number < MOST_FROM_ONE; number++) await store.put(reportOf(number), by('ann'));
    await open.db.update(drawReports).set({ accused: null, reporter: null });
    expect(await store.put(reportOf(MOST_FROM_ONE), by('ann'))).toBe(true);
  });
}
