import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { zeroHash } from 'viem';
import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import { type Coordinator, type CoordinatorDeps, startCoordinator } from '#coordinator/coordinator.ts';
import type { Database } from '#coordinator/store/database.ts';
import { COORDINATOR, NETWORK, type TestRoster, testCatalogue } from '#coordinator/testing/world.ts';

/** A complete coordinator on free ports, with a roster instead of a chain. */
export function startTestCoordinator(
  db: Database,
  roster: TestRoster,
  more: Partial<CoordinatorDeps> = {},
): Promise<Coordinator> {
  return startCoordinator({
    ...{ network: NETWORK, signer: COORDINATOR, catalogue: testCatalogue(), roster, db },
    readNode: async (operator) =>
      [...roster.unlisted, ...roster.current().miners].find((node) => node.operator === operator),
    readNodeId: async (operator) =>
      [...roster.unlisted, ...roster.current().miners].find((node) => node.operator === operator)?.id ?? 0n,
    payments: { wallet: async () => 10n ** 20n, channel: async () => EMPTY_CHANNEL },
    channels: {
      head: async () => ({ number: 1n, hash: zeroHash }),
      hashAt: async () => zeroHash,
      changes: async () => [],
      read: async (payees) => payees.map(() => EMPTY_CHANNEL),
    },
    treasury: {
      hasPending: async () => false,
      fund: async () => undefined,
      shareFees: async () => undefined,
      lapse: async () => undefined,
      requestWithdrawal: async () => undefined,
      withdraw: async () => undefined,
    },
    wallet: { tend: async () => undefined, stuck: () => undefined },
    reserveWei: 10n ** 18n,
    sponsor: undefined,
    trust: undefined,
    secret: randomBytes(32),
    salts: new OwnSalts({ fromMs: 0, nowMs: Date.now }),
    relay: { listen: ['/ip4/127.0.0.1/tcp/0/ws'], privateKeySeed: randomBytes(32), maxMiners: 10 },
    http: { host: '127.0.0.1', port: 0, proxies: 0, publicUrl: undefined },
    taskQuota: { requests: 100, periodSeconds: 60 },
    allowance: { clientWei: 10n ** 20n, totalWei: 10n ** 20n, periodSeconds: 60 },
    faucetQuota: { requests: 10, periodSeconds: 60 },
    shared: { results: 10, bytes: 1024 * 1024 },
    maxTasks: 20,
    patienceSeconds: 120,
    log: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    nowMs: Date.now,
    ...more,
  });
}
