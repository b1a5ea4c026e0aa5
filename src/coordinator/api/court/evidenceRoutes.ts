import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { busyFault } from '#coordinator/api/court/busyFault.ts';
import { caseIdField } from '#coordinator/api/court/caseIdField.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { EVIDENCE_PATH } from '#coordinator/api/http/bodyRule.ts';
import { connectionOf } from '#coordinator/api/http/connectionOf.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { pacedBody } from '#coordinator/api/http/pacedBody.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { tooLarge } from '#coordinator/api/http/requestFault.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import { BRINGING_PACE, BUNDLE_PACE } from '#coordinator/court/bundles/bundlePace.ts';
import { CourtError, type CourtErrorCode } from '#coordinator/court/chain/courtError.ts';
import type { EvidenceCopies } from '#coordinator/court/evidence/evidenceCopies.ts';
import type { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import { LeastPace } from '#network/limits/leastPace.ts';
import { Places } from '#network/limits/places.ts';
import { EVIDENCE_BYTES } from '#protocol/court/evidence.ts';
import { hashFieldOf } from '#protocol/fields.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import type { ApiErrorCode } from '#protocol/messages/apiErrorCodes.ts';
import { BodyError, boundedBody } from '#protocol/messages/boundedBody.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** A bundle may have 34 MB. */
const EVIDENCE_QUOTA = { requests: 20, periodSeconds: 60 };
/** Bundles that are on their way at once, apart from the jurors' own, and to one client. */
const BUNDLES = { most: 4, mostPerHost: 2 };
/** Bundles that a client may hand over: each has the exhibits of a case read, which takes many requests. */
const HAND_OVER_QUOTA = { requests: 12, periodSeconds: 60 };
/**
 * Bundles that are received at once, from all and from one client: 270 MB of memory at most. Who would hold
 * all places needs as many addresses, and must send from each at `BRINGING_PACE`.
 */
const HAND_OVERS = { most: 8, mostPerHost: 1 };

const params = z.object({ hash: hashFieldOf('the hash of a bundle') });
const cbor = { 'application/cbor': { schema: z.string() } };
const bundle = createRoute({
  method: 'get',
  path: `${EVIDENCE_PATH}{hash}`,
  summary: 'A bundle of evidence by its keccak256: the task, its result and who signed them',
  request: { params },
  responses: {
    200: { description: 'The bundle', content: cbor },
    default: jsonContent(apiErrorSchema, 'It is not kept here'),
  },
});
const handOver = createRoute({
  method: 'put',
  path: `${EVIDENCE_PATH}{hash}`,
  summary: 'Hands over a bundle that an open case shows as an exhibit, so that jurors can fetch it here',
  request: { params, query: z.object({ case: caseIdField }), body: { content: cbor } },
  responses: {
    204: { description: 'It is kept until the case’s windows are over' },
    default: jsonContent(apiErrorSchema, 'The case is not open or does not show it, or it is not kept'),
  },
});

export interface EvidenceRoutesDeps {
  evidence: Pick<EvidenceStore, 'get' | 'has'>;
  copies: Pick<EvidenceCopies, 'caseOf' | 'take'>;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** Sends bundles of evidence to whoever asks, and takes those that open cases show. */
export function addEvidenceRoutes(api: Api, { evidence, copies, uptimeMs }: EvidenceRoutesDeps): void {
  const quota = new Quota(EVIDENCE_QUOTA, uptimeMs);
  const bundles = new Places(BUNDLES);
  const handOverQuota = new Quota(HAND_OVER_QUOTA, uptimeMs);
  const handOvers = new Places(HAND_OVERS);

  api.openapi(bundle, async (context) => {
    setHeaders(context, quota.take(context.get('client')));
    const leave = bundles.take(context.get('client'));
    if (leave === undefined)
      throw busyFault('evidence_busy', 'Too many bundles are being sent at the moment.');
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

  api.openapi(handOver, async (context) => {
    setHeaders(context, handOverQuota.take(context.get('client')));
    const { hash } = context.req.valid('param');
    // Whoever repeats it, after an answer that was lost, costs nothing.
    if (await evidence.has(hash)) return context.body(null, 204);
    const leave = handOvers.take(context.get('client'));
    if (leave === undefined)
      throw busyFault('evidence_busy', 'Too many bundles are being received at the moment.');
    try {
      const theCase = await copies.caseOf(context.req.valid('query').case, hash);
      await copies.take(theCase, hash, await bodyOf(context));
      return context.body(null, 204);
    } catch (error) {
      throw faultOfBundle(error);
    } finally {
      leave();
    }
  });
}

/** No more of it is read than a bundle can have, and not where it comes too slowly. */
async function bodyOf(context: Context): Promise<Uint8Array> {
  const { req } = context;
  if (Number(req.header('content-length')) > EVIDENCE_BYTES) throw tooLarge(req.path);
  const slow = new AbortController();
  const pace = new LeastPace(BRINGING_PACE, () => {
    slow.abort(new ApiFault('client_gone', 'The bundle came too slowly.'));
    connectionOf(context)?.destroy();
  });
  try {
    const { body } = req.raw as { body: ReadableStream<Uint8Array<ArrayBuffer>> | null };
    return await boundedBody({ body }, EVIDENCE_BYTES, async (piece) => {
      const came = await untilAborted(piece, slow.signal);
      pace.note((came as { value?: Uint8Array }).value?.byteLength ?? 0);
      return came;
    });
  } catch (error) {
    throw error instanceof BodyError ? tooLarge(req.path) : error;
  } finally {
    pace.stop();
  }
}

const COURT_FAULTS: Partial<Record<CourtErrorCode, ApiErrorCode>> = {
  NOT_EXHIBITED: 'evidence_not_exhibited',
  EVIDENCE_FULL: 'evidence_full',
  COPIES_ENOUGH: 'evidence_full',
};

function faultOfBundle(error: unknown): unknown {
  if (error instanceof RefusalError)
    return error.code === 'UNKNOWN_CASE'
      ? new ApiFault('case_over', 'There is no such open case.', { param: 'case' })
      : new ApiFault('bad_evidence', `The bundle is no evidence of this case (${error.code}).`);
  const code = error instanceof CourtError ? COURT_FAULTS[error.code] : undefined;
  return code === undefined ? error : new ApiFault(code, (error as CourtError).message);
}
