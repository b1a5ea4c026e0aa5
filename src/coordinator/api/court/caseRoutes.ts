import { createRoute, z } from '@hono/zod-openapi';
import type { CourtReader } from '#chain/courts/courtReader.ts';
import { busyFault } from '#coordinator/api/court/busyFault.ts';
import { caseIdField } from '#coordinator/api/court/caseIdField.ts';
import { caseView, transactionsOf } from '#coordinator/api/court/caseView.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { EVIDENCE_PATH } from '#coordinator/api/http/bodyRule.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import type { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import type { CaseBook } from '#coordinator/court/shown/caseBook.ts';
import { CaseBookError } from '#coordinator/court/shown/caseBookError.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { apiCaseDetailSchema, apiCaseSchema } from '#protocol/messages/apiCase.ts';

const MOST_ON_A_PAGE = 50;
/** What a client may ask for: a page that shows cases looks again every few seconds. */
const CASE_QUOTA = { requests: 300, periodSeconds: 60 };
const failure = jsonContent(apiErrorSchema, 'There is no such case, or the chain does not answer');

const list = createRoute({
  method: 'get',
  path: '/v1/cases',
  summary: 'Results that were reported as wrong, on the whole network, newest first',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(MOST_ON_A_PAGE).default(20),
      /** Only cases with lower numbers: the last one of the page before. */
      before: caseIdField.optional(),
    }),
  },
  responses: {
    200: jsonContent(
      z.object({ object: z.literal('list'), data: z.array(apiCaseSchema), has_more: z.boolean() }),
      'The cases',
    ),
    default: failure,
  },
});
const look = createRoute({
  method: 'get',
  path: '/v1/cases/{id}',
  summary: 'One case, with the places of its evidence and its transactions',
  request: { params: z.object({ id: caseIdField }) },
  responses: { 200: jsonContent(apiCaseDetailSchema, 'The case'), default: failure },
});
export interface CaseRoutesDeps {
  court: Pick<CourtReader, 'terms'>;
  book: CaseBook;
  evidence: Pick<EvidenceStore, 'has'>;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

export function addCaseRoutes(api: Api, deps: CaseRoutesDeps): void {
  const { court, book, evidence } = deps;
  const caseQuota = new Quota(CASE_QUOTA, deps.uptimeMs);

  api.openapi(list, async (context) => {
    setHeaders(context, caseQuota.take(context.get('client')));
    const { limit, before } = context.req.valid('query');
    const [{ count, seconds }, terms] = await Promise.all([book.head(), court.terms()]);
    const newest = before === undefined || before > count ? count : before - 1n;
    const length = newest < BigInt(limit) ? Number(newest) : limit;
    const ids = Array.from({ length }, (_, place) => newest - BigInt(place));
    const cases = await shown(Promise.all(ids.map((id) => book.find(id))));
    const data = cases.map((theCase) => caseView(theCase, terms, seconds));
    return context.json({ object: 'list' as const, data, has_more: newest > BigInt(length) }, 200);
  });

  api.openapi(look, async (context) => {
    setHeaders(context, caseQuota.take(context.get('client')));
    const { id } = context.req.valid('param');
    const { count, seconds } = await book.head();
    if (id > count) throw new ApiFault('case_not_found', 'There is no such case.', { param: 'id' });
    const [theCase, { reporter, exhibits, events }, terms] = await shown(
      Promise.all([book.find(id), book.record(id), court.terms()]),
    );
    const urls = await Promise.all(
      exhibits.map(async ({ hash }) => ((await evidence.has(hash)) ? `${EVIDENCE_PATH}${hash}` : null)),
    );
    return context.json(
      {
        ...{ ...caseView(theCase, terms, seconds), reporter },
        exhibits: exhibits.map((exhibit, place) => ({ ...exhibit, url: urls[place]! })),
        transactions: transactionsOf(events),
      },
      200,
    );
  });
}

/** What was read, or the answer for what is not read at the moment. */
async function shown<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof CaseBookError ? busyFault('cases_busy', error.message) : error;
  }
}
