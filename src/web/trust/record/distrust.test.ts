import { expect, it } from 'vitest';
import { DISTRUST_MS, Distrust } from '#web/trust/record/distrust.ts';

it('a coordinator that lied is asked again after a while', () => {
  let nowMs = 5;
  const distrust = new Distrust(() => nowMs);
  const ann = { name: 'Ann', url: 'http://ann.test/' };
  const lie = { by: ann, caseId: 7n, conflicts: ['verdict'] } as const;
  distrust.add(lie);
  expect(distrust.of({ name: 'Ann', url: 'http://bob.test/' })).toBeUndefined();
  nowMs += DISTRUST_MS - 1;
  expect(distrust.of(ann)).toBe(lie);
  nowMs++;
  expect(distrust.of(ann)).toBeUndefined();
});
