import type { HttpBindings } from '@hono/node-server';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { CourtReader } from '#chain/courts/courtReader.ts';
import { caseView, transactionsOf } from '#coordinator/api/court/caseView.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { pacedBody } from '#coordinator/api/http/pacedBody.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import { BUNDLE_PACE } from '#coordinator/court/bundles/bundlePace.ts';
import type { EvidenceStore } from '#coordinator/court/evidenceStore.ts';
import type { CaseBook } from '#coordinator/court/shown/caseBook.ts';
import { CaseBookError } from '#coordinator/court/shown/caseBookError.ts';
import { Places } from '#network/limits/places.ts';
import { hashFieldOf } from '#protocol/fields.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { apiCaseDetailSchema, apiCaseSchema } from '#protocol/messages/apiCase.ts';
import type { ApiErrorCode } from '#protocol/messages/apiErrorCodes.ts';

const MOST_ON_A_PAGE = 50;
/** What a client may ask for: a page that shows cases looks again every few seconds. */
const CASE_QUOTA = { requests: 300, periodSeconds: 60 };
/** A bundle may have 34 MB. */
const EVIDENCE_QUOTA = { requests: 20, periodSeconds: 60 };
/** Bundles that are on their way at once, apart from the jurors' own, and to one client. */
const BUNDLES = { most: 4, mostPerHost: 2 };
/** After how many seconds a client should ask again. */
const BUSY_S = 5;
const caseId = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be the number of a case')
  .transform((text) => BigInt(text));
const failure = jsonContent(apiErrorSchema, 'There is no such case, or the chain does not answer');

const list = createRoute({
  method: 'get',
  path: '/v1/cases',
  summary: 'Results that were reported as wrong, on the whole network, newest first',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(MOST_ON_A_PAGE).default(20),
      /** Only cases with lower numbers: the last one of the page before. */
      before: caseId.optional(),
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
  request: { params: z.object({ id: caseId }) },
  responses: { 200: jsonContent(apiCaseDetailSchema, 'The case'), default: failure },
});
const bundle = createRoute({
  method: 'get',
  path: '/v1/evidence/{hash}',
  summary: 'A bundle of evidence by its keccak256: the task, its result and who signed them',
  request: { params: z.object({ hash: hashFieldOf('the hash of a bundle') }) },
  responses: {
    200: { description: 'The bundle', content: { 'application/cbor': { schema: z.string() } } },
    default: jsonContent(apiErrorSchema, 'It is not kept here'),
  },
});

export interface CaseRoutesDeps {
  court: Pick<CourtReader, 'terms'>;
  book: CaseBook;
  evidence: Pick<EvidenceStore, 'get' | 'has'>;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

const evidencePath = (hash: string): string => `/v1/evidence/${hash}`;

export function addCaseRoutes(api: Api, deps: CaseRoutesDeps): void {
  const { court, book, evidence } = deps;
  const caseQuota = new Quota(CASE_QUOTA, deps.uptimeMs);
  const evidenceQuota = new Quota(EVIDENCE_QUOTA, deps.uptimeMs);
  const bundles = new Places(BUNDLES);

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
      exhibits.map(async ({ hash }) => ((await evidence.has(hash)) ? evidencePath(hash) : null)),
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

  api.openapi(bundle, async (context) => {
    setHeaders(context, evidenceQuota.take(context.get('client')));
    const leave = bundles.take(context.get('client'));
    if (leave === undefined) throw busy('evidence_busy', 'Too many bundles are being sent at the moment.');
    let isSent = false;
    try {
      const bytes = await evidence.get(context.req.valid('param').hash);
      if (bytes === undefined)
        throw new ApiFault('evidence_not_found', 'This evidence is not kept here.', { param: 'hash' });
      const headers = {
        ...{ 'content-type': 'application/cbor', 'content-length': String(bytes.byteLength) },
        // A bundle is named by its hash, so it never changes.
        'cache-control': 'public, max-age=86400, immutable',
      };
      // The answer to a HEAD has no body, so none would ever be taken.
      if (context.req.method === 'HEAD') return context.body(null, 200, headers);
      const cut = () => connectionOf(context)?.destroy();
      isSent = true;
      const body = pacedBody(bytes, { pace: BUNDLE_PACE, cut, onEnd: leave });
      return context.body(body, 200, headers);
    } finally {
      if (!isSent) leave();
    }
  });
}

const busy = (code: ApiErrorCode, sentence: string) =>
  new ApiFault(code, `${sentence} Try again in ${BUSY_S} s.`, {
    headers: { 'retry-after': String(BUSY_S) },
  });

/** What was read, or the answer for what is not read at the moment. */
async function shown<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof CaseBookError ? busy('cases_busy', error.message) : error;
  }
}

/** Node's answer; undefined where there is no server, as in a test. */
const connectionOf = (context: Context): HttpBindings['outgoing'] | undefined =>
  (context.env as Partial<HttpBindings> | undefined)?.outgoing;
