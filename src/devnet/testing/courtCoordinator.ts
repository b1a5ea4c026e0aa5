import { pino } from 'pino';
import type { LocalAccount } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { readOperatorNode } from '#chain/standing.ts';
import type { Auditor } from '#coordinator/audit/backEnds/auditor.ts';
import { auditChain } from '#coordinator/audit/draw/auditChain.ts';
import type { Coordinator } from '#coordinator/coordinator.ts';
import { linkChain } from '#coordinator/startup/chainLink.ts';
import type { Database } from '#coordinator/store/database.ts';
import { testComparer } from '#coordinator/testing/testComparer.ts';
import { startTestCoordinator } from '#coordinator/testing/testCoordinator.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { TestRoster } from '#coordinator/testing/world.ts';
import { OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';

export interface CourtCoordinatorDeps {
  config: NetworkConfig;
  operator: LocalAccount;
  db: Database;
  auditors?: readonly Auditor[];
  secret?: Uint8Array;
}

/** A whole coordinator with its audits and its part in the courts, on a real chain and a real relay. */
export async function startCourtCoordinator({
  config,
  operator,
  db,
  auditors = [],
  ...more
}: CourtCoordinatorDeps): Promise<Coordinator> {
  const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const { client, network, roster } = await linkChain(config, operator.address, log);
  const wallet = testWallet(client, operator, { store: new OutgoingStore(db), log });
  const coordinator = await startTestCoordinator(db, new TestRoster([]), {
    ...{ network, signer: operator, roster, wallet, log },
    readNode: (key) => readOperatorNode(client, config.contracts.staking, key),
    trust: {
      ...{ config, client, wallet, auditors, chain: auditChain(config, client, roster) },
      comparer: testComparer,
      ...{ maxEvidenceBytes: { own: 1_000_000, copies: 1_000_000 }, leastShareWei: 10n ** 21n },
    },
    ...more,
  });
  return {
    ...coordinator,
    stop: async () => {
      await coordinator.stop();
      roster.stop();
    },
  };
}
