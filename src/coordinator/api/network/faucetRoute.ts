import { createRoute, z } from '@hono/zod-openapi';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import type { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import { DripRefused, type FaucetSponsor } from '#coordinator/faucet/faucetSponsor.ts';
import { addressField } from '#protocol/fields.ts';
import { apiErrorSchema, apiFaucetSchema } from '#protocol/messages/api.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/faucet',
  summary: 'Send test CAI and gas to an address; this coordinator pays for the transaction',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ address: addressField }) } },
    },
  },
  responses: {
    200: jsonContent(apiFaucetSchema, 'The transaction is in a block'),
    default: jsonContent(
      apiErrorSchema,
      'No drip; `error` says why. With `drip_too_soon` and `faucet_budget_spent`, `param` is the Unix time of the next drip',
    ),
  },
});

/** @param sponsor undefined on a network without a faucet */
export function addFaucetRoute(api: Api, deps: { sponsor: FaucetSponsor | undefined; quota: Quota }): void {
  const { sponsor, quota } = deps;
  api.openapi(route, async (context) => {
    if (sponsor === undefined) throw new ApiFault('no_faucet', 'This network has no faucet.');
    const { address } = context.req.valid('json');
    setHeaders(context, quota.take(context.get('client')));
    try {
      const { transaction, nextDripAt } = await sponsor.drip(address);
      return context.json({ transaction, next_drip_at: nextDripAt }, 200);
    } catch (error) {
      if (!(error instanceof DripRefused)) throw error;
      // Whoever comes at a bad moment may come again.
      if (error.code === 'faucet_busy') quota.refund(context.get('client'));
      throw faultOf(error);
    }
  });
}

function faultOf({ code, message, details }: DripRefused): ApiFault {
  const headers = { 'x-should-retry': 'false' };
  return new ApiFault(code, message, {
    headers,
    param: details === undefined ? null : String(details.nextDripAt),
  });
}
