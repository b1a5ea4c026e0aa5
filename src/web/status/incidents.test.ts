import { expect, it } from 'vitest';
import { afterLook, type Incident, MOST_INCIDENTS } from '#web/status/incidents.ts';

const seen = (ok: boolean | undefined, subject = 'chain') => ({ subject, name: 'The chain', ok });
const incident = (from: number, to: number | null, subject = 'chain'): Incident => ({
  ...{ subject, name: 'The chain', from, to },
});

it('begins an incident with the first failure, and ends it with the first answer', () => {
  const begun = afterLook([], [seen(false)], 10);
  expect(begun).toEqual([incident(10, null)]);
  expect(afterLook(begun, [seen(false)], 20)).toBe(begun);
  expect(afterLook(begun, [seen(true)], 30)).toEqual([incident(10, 30)]);
});

it('changes nothing while all is well, or while nothing is known', () => {
  const none: Incident[] = [];
  expect(afterLook(none, [seen(true), seen(undefined, 'nest')], 10)).toBe(none);
  const lasting = [incident(10, null)];
  expect(afterLook(lasting, [seen(undefined)], 20)).toBe(lasting);
});

it('tells those apart that fail at once, and a second time from the first', () => {
  const both = afterLook([incident(1, 2)], [seen(false), seen(false, 'nest')], 10);
  expect(both).toEqual([incident(10, null, 'nest'), incident(10, null), incident(1, 2)]);
});

it(`keeps the newest ${MOST_INCIDENTS}`, () => {
  const old = Array.from({ length: MOST_INCIDENTS }, (_, at) => incident(at, at + 1));
  const now = afterLook(old, [seen(false)], 100);
  expect([now.length, now[0]]).toEqual([MOST_INCIDENTS, incident(100, null)]);
});
