import '#network/polyfill.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { networkConfigSchema } from '#chain/networkConfig.ts';
import { channelSource } from '#chain/payments/channelSource.ts';
import { readNodeId, readOperatorNode } from '#chain/standing.ts';
import type { Auditor } from '#coordinator/audit/backEnds/auditor.ts';
import { auditChain } from '#coordinator/audit/draw/auditChain.ts';
import { paymentsReader } from '#coordinator/channels/paymentsReader.ts';
import { keptRelaySeed } from '#coordinator/relay/relayKey.ts';
import { linkChain } from '#coordinator/startup/chainLink.ts';
import { openBooks } from '#coordinator/store/books.ts';
import { openFolderDatabase } from '#coordinator/store/database.ts';
import { testComparer } from '#coordinator/testing/testComparer.ts';
import { startTestCoordinator } from '#coordinator/testing/testCoordinator.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { TestRoster } from '#coordinator/testing/world.ts';
import { OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';
import { operatorTreasury } from '#coordinator/wallet/treasury.ts';
import type { KillPoint } from '#tools/trust/kills/killPoints.ts';
import { lethalTrap } from '#tools/trust/kills/lethalTrap.ts';
import { measured } from '#tools/trust/kills/pictures.ts';
import { slowClock } from '#tools/trust/kills/slowClock.ts';
import { watchDatabases } from '#tools/trust/kills/watchedDatabase.ts';

/** What the process is told, as JSON in its first argument. */
export interface CoordinatorOrders {
  /** For the database and the relay's key. */
  folder: string;
  /** With `rpcUrl` of the node that it is to use. */
  networkFile: string;
  keyFile: string;
  journal: string;
  /** Of `slowClock`. */
  sinceMs: number;
  armed: readonly KillPoint[];
}

/** What the process says once it is ready. */
export interface CoordinatorReady {
  apiPort: number;
  peerId: string;
  multiaddrs: string[];
}

/**
 * A coordinator as `main.ts` assembles it, on a real chain, with its database on disk and its real treasury.
 * It kills itself at the moments that it is told. Only the models are the tests' own.
 */
const orders = JSON.parse(process.argv[2]!) as CoordinatorOrders;
const trap = lethalTrap(orders.journal, orders.armed);
watchDatabases(trap);

const auditor = (name: string): Auditor => ({
  name,
  audit: async (work) => {
    const steps = trap.stepsAt('audit', (moment) => moment.kind === 'audit' && moment.backEnd === name);
    trap.pass(steps, 'before');
    const measure = measured(work);
    trap.pass(steps, 'after');
    return measure;
  },
  close: async () => undefined,
});

const config = networkConfigSchema.parse(JSON.parse(await readFile(orders.networkFile, 'utf8')));
const operator = privateKeyToAccount((await readFile(orders.keyFile, 'utf8')).trim() as Hex);
const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });
const { db } = await openFolderDatabase(orders.folder);
const { client, network, roster, firstBlock } = await linkChain(config, operator.address, log);
const wallet = testWallet(client, operator, { store: new OutgoingStore(db), log });
const { staking, payments } = config.contracts;
const owner = { network, firstBlock, operator: operator.address };
const books = await openBooks(db, { ...owner, nowMs: Date.now() });
const coordinator = await startTestCoordinator(db, new TestRoster([]), {
  ...{ network, signer: operator, roster, wallet, log, nowMs: slowClock(orders.sinceMs) },
  readNode: (key) => readOperatorNode(client, staking, key),
  readNodeId: (key) => readNodeId(client, staking, key),
  payments: paymentsReader(client, config, operator.address),
  channels: channelSource(client, payments, operator.address),
  treasury: operatorTreasury(config, wallet),
  trust: {
    ...{ config, client, wallet, chain: auditChain(config, client, roster) },
    auditors: [auditor('first'), auditor('second')],
    comparer: testComparer,
    ...{ maxEvidenceBytes: { own: 1_000_000, copies: 1_000_000 }, leastShareWei: 10n ** 21n },
  },
  secret: books.secret,
  relay: {
    listen: ['/ip4/127.0.0.1/tcp/0/ws'],
    privateKeySeed: await keptRelaySeed(join(orders.folder, 'relay')),
    maxMiners: 10,
  },
});
const { apiPort, peerId } = coordinator;
process.send!({ apiPort, peerId, multiaddrs: coordinator.multiaddrs() } satisfies CoordinatorReady);
// It does not outlive a test that was interrupted.
process.on('disconnect', () => process.exit());
