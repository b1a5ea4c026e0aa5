import { expect, it } from 'vitest';
import type { ApiActivity } from '#protocol/messages/api.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { probe } from '#web/status/probe.ts';

const ACTIVITY: ApiActivity = {
  ...{ object: 'activity', miners_online: 3, queued: 2, paid_today_cai: '8', as_of: 1 },
  last_hour: { tasks: 3, images: 2, tokens: 120 },
  models: [],
};
const failing = (status: number) => async () => {
  throw new ApiFailure('code', 'A sentence.', { status });
};

it('measures the answer of a coordinator', async () => {
  const found = await probe('https://nest.example', async () => ACTIVITY);
  expect(found.activity).toEqual(ACTIVITY);
  expect(found.roundTripMs).toBeGreaterThanOrEqual(0);
  expect(Date.now() - found.checkedAtMs).toBeLessThan(1_000);
});

it('takes one that does not know the question as there', async () => {
  expect(await probe('https://nest.example', failing(404))).toMatchObject({
    ...{ roundTripMs: expect.any(Number), activity: null },
  });
});

it.each([0, 502, 503])('takes one that answers with status %s as away', async (status) => {
  expect(await probe('https://nest.example', failing(status))).toMatchObject({ roundTripMs: null });
});
