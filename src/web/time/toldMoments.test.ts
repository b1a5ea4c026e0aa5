import { expect, it } from 'vitest';
import type { z } from 'zod';
import {
  apiFaucetSchema,
  apiIncidentsSchema,
  apiModelSchema,
  apiTaskSchema,
  INCIDENT_KINDS,
  MOST_INCIDENTS_OF_A_KIND,
} from '#protocol/messages/api.ts';
import { apiCaseSchema } from '#protocol/messages/apiCase.ts';
import { apiNodeRecordSchema } from '#protocol/messages/apiNode.ts';
import { apiListedTaskSchema } from '#protocol/task/apiTaskList.ts';
import { formatMoment } from '#web/time/moment.ts';

const { from, to } = apiIncidentsSchema.shape.data.element.shape;
const NOW = 1_800_000_000;
/** What a coordinator says of moments: a page that cannot show one would show nothing at all. */
const TOLD: Record<string, z.ZodType> = {
  ...{ from, to, since: apiIncidentsSchema.shape.since, created: apiModelSchema.shape.created },
  ...{ task: apiTaskSchema.shape.created_at, finished: apiTaskSchema.shape.finished_at },
  ...{ listed: apiListedTaskSchema.shape.created_at, ended: apiListedTaskSchema.shape.finished_at },
  ...{ assigned: apiCaseSchema.shape.assigned_at, opened: apiCaseSchema.shape.opened_at },
  ...{ settled: apiCaseSchema.shape.settled_at, seen: apiNodeRecordSchema.shape.last_seen_at },
  drip: apiFaucetSchema.shape.next_drip_at,
};

it.each(Object.entries(TOLD))('takes no moment that no calendar has: %s', (_, field) => {
  for (const seconds of [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1e300])
    expect(field.safeParse(seconds).success).toBe(false);
  expect(field.parse(NOW)).toBe(NOW);
});

it('can show the last moment that it takes', () => {
  const last = 2 ** 40;
  expect(from.safeParse(last).success).toBe(true);
  expect(from.safeParse(last + 1).success).toBe(false);
  expect(formatMoment(last)).toContain('36812');
});

it('takes no more incidents than an honest coordinator tells', () => {
  const most = INCIDENT_KINDS.length * MOST_INCIDENTS_OF_A_KIND;
  const told = (count: number) =>
    apiIncidentsSchema.safeParse({
      ...{ object: 'list', since: NOW },
      data: Array.from({ length: count }, () => ({ kind: 'no_miner', from: NOW, to: null })),
    }).success;
  expect([told(most), told(most + 1)]).toEqual([true, false]);
});
