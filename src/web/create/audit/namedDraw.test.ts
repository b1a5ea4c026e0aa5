import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { HEAD_LIMIT_MS, namedDraw } from '#web/create/audit/namedDraw.ts';

const { assignment_digest: assignment } = EXAMPLE_RECEIPT;
const RECEIPT = { ...EXAMPLE_RECEIPT, audit: { ...EXAMPLE_AUDIT, share: 0.05, draw_block: 9 } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  [8, false],
  [9, true],
  [10, true],
])(
  'with block %i as the newest, a draw by block 9 was named with its block mined: %s',
  async (head, isMined) => {
    const named = await namedDraw(RECEIPT, async () => head);
    expect(named).toEqual({ block: 9, share: 0.05, isMined, assignment });
  },
);

it('does not know it where the chain fails', async () => {
  const named = await namedDraw(RECEIPT, () => Promise.reject(new Error('away')));
  expect(named).toEqual({ block: 9, share: 0.05, isMined: null, assignment });
});

it.each([
  [HEAD_LIMIT_MS - 1, false],
  [HEAD_LIMIT_MS + 1, null],
])('waits for the chain, but no longer than its limit: an answer after %i ms', async (afterMs, isMined) => {
  const slow = () => new Promise<number>((resolve) => setTimeout(resolve, afterMs, 8));
  const named = namedDraw(RECEIPT, slow);
  await vi.advanceTimersByTimeAsync(HEAD_LIMIT_MS + 1);
  expect(await named).toEqual({ block: 9, share: 0.05, isMined, assignment });
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps that all results are checked, and asks no chain for that', async () => {
  const headBlock = vi.fn(async () => 8);
  const all = { ...RECEIPT, audit: { ...EXAMPLE_AUDIT, share: 1, draw_block: null } };
  expect(await namedDraw(all, headBlock)).toEqual({ block: null, share: 1, isMined: null, assignment });
  expect(headBlock).not.toHaveBeenCalled();
});

it('is nothing where the coordinator audits nothing', async () => {
  expect(await namedDraw({ ...RECEIPT, audit: null }, async () => 8)).toBeUndefined();
});
