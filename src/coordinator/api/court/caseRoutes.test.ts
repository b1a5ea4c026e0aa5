import { OpenAPIHono } from '@hono/zod-openapi';
import { zeroHash } from 'viem';
import { expect, it } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { addCaseRoutes } from '#coordinator/api/court/caseRoutes.ts';
import { caseView } from '#coordinator/api/court/caseView.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { faultOf } from '#coordinator/api/http/requestFault.ts';
import { CaseBook } from '#coordinator/court/shown/caseBook.ts';
import { testCase } from '#coordinator/testing/testCase.ts';

/** The routes over a chain of so many cases; the odd ones are settled. */
function setUp(count: number) {
  const clock = { now: 0 };
  const reads: bigint[] = [];
  const book = new CaseBook({
    court: {
      caseCount: async () => BigInt(count),
      readCase: async (caseId) => {
        reads.push(caseId);
        const settled = caseId % 2n === 1n ? ({ settledAt: 1_500, verdict: 'right' } as const) : {};
        return testCase({ caseId, round: 0, start: 1_000 }, settled);
      },
      readJury: async () => testCase({ caseId: 1n, round: 0, start: 1_000 }).jury,
      exhibits: async () => [{ coordinator: zeroHash.slice(0, 42) as `0x${string}`, hash: zeroHash }],
      events: async () => [],
    },
    clock: { read: async () => ({ seconds: 1_050 }) },
    uptimeMs: () => clock.now,
  });
  const api = new OpenAPIHono<ApiEnv>();
  api.use(async (context, next) => {
    context.set('client', 'a client');
    await next();
  });
  api.onError((error, context) => {
    const fault = faultOf(error, context, { error: () => undefined } as never);
    return context.json(fault.toJSON(), fault.status, { ...fault.details.headers });
  });
  addCaseRoutes(api, {
    ...{ book, court: { terms: async () => testTerms }, uptimeMs: () => clock.now },
    evidence: { has: async () => false },
  });
  const get = async (path: string) => {
    const answer = await api.request(path);
    return { status: answer.status, body: await answer.json() };
  };
  const idsOf = async (path: string) => {
    const { body } = await get(path);
    return [...body.data.map(({ id }: { id: string }) => id), body.has_more];
  };
  return { api, get, idsOf, reads, clock };
}

it.each([
  ['', ['5', '4', '3', '2', '1', false]],
  ['?limit=2', ['5', '4', true]],
  ['?limit=2&before=4', ['3', '2', true]],
  ['?limit=3&before=4', ['3', '2', '1', false]],
  ['?before=1', [false]],
  ['?limit=1&before=900', ['5', true]],
])('lists the newest cases first, page by page: %s', async (query, ids) => {
  expect(await setUp(5).idsOf(`/v1/cases${query}`)).toEqual(ids);
});

it('lists no cases where there are none', async () => {
  expect(await setUp(0).idsOf('/v1/cases')).toEqual([false]);
});

it('shows one case, and where its evidence is', async () => {
  const { status, body } = await setUp(2).get('/v1/cases/2');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ id: '2', state: 'voting', evidence: zeroHash, transactions: [], verdict: null },
    jury: { seats: 12, quorum: 6, deposit_cai: '0.000000000000000005', voting_ends_at: 1_100 },
    exhibits: [{ hash: zeroHash, url: null }],
  });
});

it.each([
  ['/v1/cases/3', 404],
  ['/v1/cases/0', 400],
  ['/v1/cases/x', 400],
  ['/v1/cases?limit=51', 400],
])('refuses %s with status %i', async (path, status) => {
  expect((await setUp(2).get(path)).status).toBe(status);
});

it('reads a running case again after three seconds, and a settled one after ten minutes', async () => {
  const { get, reads, clock } = setUp(2);
  for (clock.now of [0, 2_999, 3_000, 600_000]) await get('/v1/cases');
  expect(reads).toEqual([2n, 1n, 2n, 2n, 1n]);
});

it('gives a client three hundred answers in a minute', async () => {
  const { get } = setUp(1);
  for (let asked = 0; asked < 300; asked++) expect((await get('/v1/cases')).status).toBe(200);
  expect((await get('/v1/cases/1')).status).toBe(429);
});

it('reads as many histories as the budget allows, and then asks clients to come again', async () => {
  const { get } = setUp(100);
  const answers = [];
  for (let id = 1; id <= 20; id++) answers.push(await get(`/v1/cases/${id}`));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(14);
  expect(answers.at(-1)).toMatchObject({ status: 503, body: { error: { code: 'cases_busy' } } });
  // What is known is still shown.
  expect((await get('/v1/cases/1')).status).toBe(200);
});

it.each<[number, CaseView['verdict'], string]>([
  [1_099, undefined, 'voting'],
  [1_100, undefined, 'revealing'],
  [1_149, undefined, 'revealing'],
  [1_150, undefined, 'appealable'],
  [1_180, undefined, 'settling'],
  [1_180, 'wrong', 'settled'],
])('says in words where a case is: at %i, verdict %s', (seconds, verdict, state) => {
  const settled = verdict === undefined ? {} : { verdict, settledAt: 1_180 };
  const theCase = testCase({ caseId: 1n, round: 0, start: 1_000 }, settled);
  expect(caseView(theCase, testTerms, seconds).state).toBe(state);
});

it('says that a jury waits for its block', () => {
  const theCase = testCase({ caseId: 1n, round: 0, start: 1_000 }, {}, { seed: undefined });
  const { state, note } = caseView(theCase, testTerms, 1_050);
  expect([state, note]).toEqual(['drawing', 'The hash of block 8 draws the jury.']);
});
