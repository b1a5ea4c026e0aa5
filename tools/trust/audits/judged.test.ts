import { expect, it } from 'vitest';
import { BOUNDS } from '#inference/bounds/bounds.ts';
import { judged } from '#tools/trust/audits/judged.ts';

const { step } = BOUNDS.image.float32;

it('compares what was measured with the bounds of today', () => {
  const row = { precision: 'float32', measures: { step: [step / 2, step / 10] }, distance: 5 } as const;
  expect(judged(row)).toEqual({ ...row, measures: { step: [step / 2, step] }, distance: 0.5 });
  expect(judged({ ...row, measures: { step: [2 * step, 9 * step] } }).distance).toBe(2);
});

it('compares an answer’s end as its tokens, and keeps bounds that depend on its length', () => {
  const measures = { end: [1, 9], meanMargin: [1, 4], differing: [1, 8] } as const;
  const row = judged({ precision: 'float16', measures, distance: 1 });
  expect(row.measures).toEqual({ ...measures, end: [1, BOUNDS.text.float16.largestMargin] });
  expect(row.distance).toBe(1 / BOUNDS.text.float16.largestMargin);
});

it('keeps an infinite distance', () => {
  const row = { precision: 'float32', measures: { step: [null, step] }, distance: null } as const;
  expect(judged(row as unknown as Parameters<typeof judged>[0]).distance).toBeNull();
});
