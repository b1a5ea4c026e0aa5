import { expect, it } from 'vitest';
import { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';

const SALT = `0x${'5a'.repeat(16)}`;
const at = (nowMs: number) => new OwnSalts({ fromMs: 10_000, nowMs: () => nowMs });

it('OwnSalts refuses an app’s salt until the time has come, and says when', () => {
  expect(() => at(8_999).expectAllowed(SALT)).toThrow(
    expect.objectContaining({
      code: 'salt_not_yet',
      status: 503,
      details: { param: 'salt', headers: { 'retry-after': '2' } },
    }),
  );
  expect(() => at(9_999).expectAllowed(SALT)).toThrow(/Leave salt out/);
  expect(() => at(10_000).expectAllowed(SALT)).not.toThrow();
});

it('OwnSalts lets an order without a salt through', () => {
  expect(() => at(0).expectAllowed(undefined)).not.toThrow();
});
