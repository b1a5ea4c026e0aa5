import { createRoute } from '@hono/zod-openapi';
import type { Address } from 'viem';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import type { QuotaRule } from '#coordinator/api/http/quota.ts';
import { apiNetworkSchema } from '#protocol/messages/api.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/network',
  summary: 'How miners reach this coordinator, and how many tasks an app may request',
  responses: { 200: jsonContent(apiNetworkSchema, 'The network') },
});

export function addNetworkRoute(
  api: Api,
  deps: {
    network: NetworkIdentity;
    operator: Address;
    relay: { peerId: string; multiaddrs(): string[] };
    quota: QuotaRule;
  },
): void {
  const { network, operator, relay, quota } = deps;
  api.openapi(route, (context) =>
    context.json(
      {
        chain_id: network.chainId,
        staking: network.staking,
        payments: network.payments,
        operator,
        peer_id: relay.peerId,
        multiaddrs: relay.multiaddrs(),
        quota: {
          requests: quota.requests,
          period_s: quota.periodSeconds,
          note: `No key is needed: each client address may request ${quota.requests} tasks in ${quota.periodSeconds} s, free of charge.`,
        },
      },
      200,
    ),
  );
}
