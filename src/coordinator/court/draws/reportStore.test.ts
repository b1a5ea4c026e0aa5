import { sql } from 'drizzle-orm';
import { keccak256, toHex, zeroAddress, zeroHash } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import { MOST_OPEN, ReportStore } from '#coordinator/court/draws/reportStore.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { type DrawReport, drawReportId } from '#protocol/court/drawReport.ts';

const open = useMemoryDatabase();
beforeEach(() => open.db.execute(sql`truncate draw_reports`));

const reportOf = (number: number): DrawReport => ({
  fault: 'beacon',
  assignment: {
    ...{ taskId: keccak256(toHex(number)), coordinator: zeroAddress, miner: zeroAddress, attempt: 0 },
    ...{ rosterBlock: 1, beacon: zeroHash, passed: [], unitPrice: 1n, expiry: 1 },
    signature: `0x${'00'.repeat(65)}`,
  },
});

it('takes a hundred reports that wait, and another once one of them has ended', async () => {
  const store = new ReportStore(open.db);
  for (let number = 0; number < MOST_OPEN; number++)
    expect(await store.put(reportOf(number), number)).toBe(true);
  expect(await store.put(reportOf(MOST_OPEN), 0)).toBe(false);
  await store.end(drawReportId(reportOf(0)), 'sent');
  expect(await store.put(reportOf(MOST_OPEN), MOST_OPEN)).toBe(true);
  const waiting = await store.open();
  expect(waiting.map(({ report }) => report)).toEqual(
    Array.from({ length: MOST_OPEN }, (_, at) => reportOf(at + 1)),
  );
  expect(await store.has(drawReportId(reportOf(0)))).toBe(true);
});
