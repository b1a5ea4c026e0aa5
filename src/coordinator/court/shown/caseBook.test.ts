import { zeroAddress } from 'viem';
import { expect, it, vi } from 'vitest';
import { CaseBook } from '#coordinator/court/shown/caseBook.ts';
import { testCase } from '#coordinator/testing/testCase.ts';

/** A book of settled cases. */
function setUp() {
  const clock = { now: 0 };
  const court = {
    caseCount: vi.fn(async () => 600n),
    readCase: vi.fn(async (caseId: bigint) =>
      testCase({ caseId, round: 0, start: 1_000 }, { settledAt: 1_500, verdict: 'right' }),
    ),
    readJury: vi.fn(async () => testCase({ caseId: 1n, round: 0, start: 1_000 }).jury),
    exhibits: vi.fn(async () => []),
    events: vi.fn(async () => []),
  };
  const read = vi.fn(async () => ({ seconds: 1_600 }));
  const book = new CaseBook({ court, clock: { read }, uptimeMs: () => clock.now });
  return { book, court, clock, read };
}

it('reads each of 600 settled cases once, however often they are leafed through', async () => {
  const { book, court, clock } = setUp();
  for (let pass = 0; pass < 3; pass++) {
    for (let caseId = 600n; caseId > 0n; caseId--) {
      // A page of 50 each five seconds.
      if (pass === 0 && caseId % 50n === 0n) clock.now += 5_000;
      await book.find(caseId);
    }
  }
  expect(court.readCase).toHaveBeenCalledTimes(600);
});

it('reads for all clients within one budget: 300 cases at once and ten a second', async () => {
  const { book, court, clock } = setUp();
  const found = await Promise.allSettled(Array.from({ length: 400 }, (_, at) => book.find(BigInt(at + 1))));
  expect(found.filter(({ status }) => status === 'fulfilled')).toHaveLength(300);
  await expect(book.record(1n)).rejects.toMatchObject({ code: 'BUSY' });
  clock.now = 1_000;
  await Promise.allSettled(Array.from({ length: 100 }, (_, at) => book.find(BigInt(at + 301))));
  expect(court.readCase).toHaveBeenCalledTimes(310);
});

it('reads 15 histories at once, and one in two seconds', async () => {
  const { book, court, clock } = setUp();
  const records = () =>
    Promise.allSettled(Array.from({ length: 40 }, (_, at) => book.record(BigInt(at + 1))));
  await records();
  expect(court.events).toHaveBeenCalledTimes(15);
  clock.now = 2_000;
  await records();
  expect(court.events).toHaveBeenCalledTimes(16);
  expect(await book.record(1n)).toEqual({ reporter: zeroAddress, exhibits: [], events: [] });
});

it('reads the number of cases and the time once in three seconds, even while the budget is spent', async () => {
  const { book, court, clock, read } = setUp();
  await Promise.allSettled(Array.from({ length: 400 }, (_, at) => book.find(BigInt(at + 1))));
  for (clock.now of [0, 0, 2_999, 3_000]) expect(await book.head()).toEqual({ count: 600n, seconds: 1_600 });
  expect([court.caseCount, read].map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
});

it('reads a case again after a failure', async () => {
  const { book, court } = setUp();
  court.readCase.mockRejectedValueOnce(new Error('The chain is away.'));
  await expect(book.find(1n)).rejects.toThrow('away');
  expect(await book.find(1n)).toMatchObject({ caseId: 1n });
});
