import '#network/polyfill.ts';
import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { parseEther } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { channelSource } from '#chain/payments/channelSource.ts';
import { readNodeId, readOperatorNode } from '#chain/standing.ts';
import { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import { AuditorThread } from '#coordinator/audit/backEnds/auditorThread.ts';
import { auditChain } from '#coordinator/audit/draw/auditChain.ts';
import type { TrustSettings } from '#coordinator/audit/trust.ts';
import { loadCatalogue } from '#coordinator/catalogue/loadCatalogue.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { paymentsReader } from '#coordinator/channels/paymentsReader.ts';
import { startCoordinator } from '#coordinator/coordinator.ts';
import { FaucetSponsor } from '#coordinator/faucet/faucetSponsor.ts';
import { readOperatorKey } from '#coordinator/keys/operatorKey.ts';
import { keptRelaySeed } from '#coordinator/relay/relayKey.ts';
import { type ChainLink, linkChain } from '#coordinator/startup/chainLink.ts';
import { expectFreePort } from '#coordinator/startup/freePort.ts';
import { readNetworkFile } from '#coordinator/startup/networkFile.ts';
import { readOwnSaltsFrom } from '#coordinator/startup/ownSaltsFrom.ts';
import { readSettings, type Settings } from '#coordinator/startup/settings.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import { openBooks } from '#coordinator/store/books.ts';
import { openFolderDatabase, openServerDatabase } from '#coordinator/store/database.ts';
import { createLog } from '#coordinator/telemetry/log.ts';
import { withoutUrls } from '#coordinator/telemetry/withoutUrls.ts';
import { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';
import { OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';
import { operatorTreasury } from '#coordinator/wallet/treasury.ts';

/** The coordinator's process: see settings.ts for what it reads from the environment. */

/** A result is wrong only where both say so: a fault of one is none of the miner's. */
const BACK_ENDS = ['cpu', 'wasm'] as const;
/** More than the gas of a call that collects fines costs on the networks in use. */
const LEAST_SHARE_WEI = parseEther('1');
const MEGABYTE = 1024 * 1024;

async function run(settings: Settings, log: Logger): Promise<() => Promise<void>> {
  const { HOST, API_PORT, RELAY_PORT } = settings;
  const dataDir = resolve(settings.DATA_DIR);
  const config = await readNetworkFile(settings.CUCKOO_NETWORK);
  const signer = await readOperatorKey(settings);
  const catalogue = await loadCatalogue(settings.CUCKOO_MODELS, log);
  await expectFreePort(HOST, API_PORT, 'API_PORT');
  await expectFreePort(HOST, RELAY_PORT, 'RELAY_PORT');
  const chain = await linkChain(config, signer.address, log);
  const { client, network, roster, firstBlock } = chain;
  const { faucet, staking } = config.contracts;

  const database =
    settings.DATABASE_URL === undefined
      ? await openFolderDatabase(dataDir)
      : await openServerDatabase(settings.DATABASE_URL, {
          onError: (error) => log.error({ err: error }, 'database connection lost'),
          onLost: () => {
            log.fatal('another coordinator has taken the database while it did not answer: stopping');
            process.kill(process.pid, 'SIGTERM');
          },
        });
  try {
    const wallet = new OperatorWallet({
      ...{ client, account: signer, store: new OutgoingStore(database.db), log, nowMs: Date.now },
      maxFeePerGas: settings.MAX_GAS_PRICE_GWEI,
      replaceAfterMs: settings.REPLACE_AFTER_S * 1_000,
    });
    const owner = { network, firstBlock, operator: signer.address };
    const books = await openBooks(database.db, { ...owner, nowMs: Date.now() });
    const coordinator = await startCoordinator({
      ...{ network, signer, catalogue, roster, log },
      readNode: (operator) => readOperatorNode(client, staking, operator),
      readNodeId: (operator) => readNodeId(client, staking, operator),
      payments: paymentsReader(client, config, signer.address),
      channels: channelSource(client, config.contracts.payments, signer.address),
      treasury: operatorTreasury(config, wallet),
      wallet,
      reserveWei: settings.CHANNEL_RESERVE_CAI,
      sponsor: faucet === null ? undefined : new FaucetSponsor(faucet, wallet),
      trust:
        settings.AUDITS === 'off' ? undefined : trustSettings(settings, { config, chain, wallet, catalogue }),
      db: database.db,
      secret: books.secret,
      salts: new OwnSalts({
        fromMs: await readOwnSaltsFrom(client, config.contracts, signer.address, books.openedAt),
        nowMs: Date.now,
      }),
      relay: {
        listen: [`/${isIPv6(HOST) ? 'ip6' : 'ip4'}/${HOST}/tcp/${RELAY_PORT}/ws`],
        privateKeySeed: await keptRelaySeed(dataDir),
        maxMiners: settings.MAX_MINERS,
        isBehindProxy: settings.TRUST_PROXY > 0,
        ...(settings.RELAY_ANNOUNCE === undefined ? {} : { announce: settings.RELAY_ANNOUNCE }),
      },
      http: { host: HOST, port: API_PORT, proxies: settings.TRUST_PROXY, publicUrl: settings.PUBLIC_URL },
      taskQuota: { requests: settings.QUOTA_REQUESTS, periodSeconds: settings.QUOTA_PERIOD_S },
      allowance: {
        clientWei: settings.CLIENT_BUDGET_CAI,
        totalWei: settings.TOTAL_BUDGET_CAI,
        periodSeconds: settings.BUDGET_PERIOD_S,
      },
      faucetQuota: { requests: settings.FAUCET_REQUESTS, periodSeconds: settings.FAUCET_PERIOD_S },
      shared: { results: settings.SHARED_RESULTS, bytes: settings.SHARED_MB * 1024 * 1024 },
      maxTasks: settings.MAX_TASKS,
      patienceSeconds: settings.MINER_PATIENCE_S,
      nowMs: Date.now,
    });
    const host = isIPv6(HOST) ? `[${HOST}]` : HOST;
    const ready = {
      event: 'ready',
      api: `http://${host}:${coordinator.apiPort}`,
      relay: coordinator.multiaddrs(),
    };
    // Printed at every log level: the parent process waits for this line.
    process.stdout.write(`${JSON.stringify(ready)}\n`);
    return async () => {
      await coordinator.stop();
      roster.stop();
      await database.close();
    };
  } catch (error) {
    roster.stop();
    await database.close();
    throw error;
  }
}

function trustSettings(
  { EVIDENCE_MB, EVIDENCE_COPIES_MB, AUDITS }: Settings,
  deps: { config: NetworkConfig; chain: ChainLink; wallet: OperatorWallet; catalogue: ModelCatalogue },
): TrustSettings {
  const { config, wallet } = deps;
  const { client, roster } = deps.chain;
  const models = deps.catalogue.models.map(({ manifest, folder }) => ({ manifest, folder }));
  return {
    ...{ config, client, wallet, chain: auditChain(config, client, roster) },
    auditors: AUDITS === 'tabs' ? [] : BACK_ENDS.map((backEnd) => new AuditorThread({ models, backEnd })),
    comparer: new AuditorThread({ models, backEnd: 'cpu' }),
    maxEvidenceBytes: { own: EVIDENCE_MB * MEGABYTE, copies: EVIDENCE_COPIES_MB * MEGABYTE },
    leastShareWei: LEAST_SHARE_WEI,
  };
}

async function main(): Promise<void> {
  // What this process writes is for this user alone: prompts, keys, and the amounts that get signed.
  process.umask(0o077);
  const settings = readSettings(process.env);
  const log = createLog(settings.LOG_LEVEL);
  const stop = await run(settings, log);
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    // A second signal exits at once.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

main().catch((error: unknown) => {
  const text = error instanceof StartupError ? error.sentence : String((error as Error).stack);
  process.stderr.write(`${withoutUrls(text)}\n`);
  process.exit(1);
});
