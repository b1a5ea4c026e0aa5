import { describe, expect, it } from 'vitest';
import { caseTimeline } from '#web/trust/case/caseTimeline.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

const { jury } = EXAMPLE_CASE;

describe('caseTimeline', () => {
  it('tells the windows of the first jury, and which one ends next', () => {
    const moments = caseTimeline(EXAMPLE_CASE, 3_000);
    expect(moments.map(({ at, isPast, isNext }) => [at, isPast, isNext])).toEqual([
      ...[[1_000, true, false] as const, [2_000, true, false], [3_000, true, false]],
      ...[[4_000, false, true] as const, [5_000, false, false]],
    ]);
    expect(moments[2]?.text).toBe('Jury 1, drawn by block 90, votes in secret until then.');
  });

  it('names the appeal that called a later jury', () => {
    const appealed = { ...EXAMPLE_CASE, round: 1, jury: { ...jury, start: 2_500 } };
    expect(caseTimeline(appealed, 2_600)[2]).toMatchObject({
      at: 2_500,
      text: 'Jury 2 was called by an appeal.',
    });
  });

  it('has no time for appeals after the last jury, and ends with the settlement', () => {
    const settled = { ...EXAMPLE_CASE, settledAt: 4_100, jury: { ...jury, finalAt: 4_000 } };
    const moments = caseTimeline(settled, 9_000);
    expect(moments.map(({ at }) => at)).toEqual([1_000, 2_000, 3_000, 4_000, 4_100]);
    expect(moments.some(({ isNext }) => isNext)).toBe(false);
  });
});
