import { expect, it } from 'vitest';
import { TaskAccess } from '#coordinator/api/tasks/taskAccess.ts';

const [one, other] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`] as const;
const access = new TaskAccess(new Uint8Array(32).fill(7));

it('TaskAccess allows a task’s own key and no other task’s', () => {
  expect(access.allows(one, access.keyOf(one))).toBe(true);
  expect(access.allows(one, access.keyOf(other))).toBe(false);
  expect(access.resultPath(one)).toContain(access.keyOf(one));
});

it.each([undefined, '', '0'.repeat(32), 'short'])('TaskAccess refuses the key %j', (key) => {
  expect(access.allows(one, key)).toBe(false);
});

it('TaskAccess gives another coordinator’s tasks other keys', () => {
  expect(new TaskAccess(new Uint8Array(32).fill(8)).keyOf(one)).not.toBe(access.keyOf(one));
});
