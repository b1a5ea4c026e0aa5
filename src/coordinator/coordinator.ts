import type { Logger } from 'pino';
import type { Address } from 'viem';
import type { ChannelSource } from '#chain/payments/channelSource.ts';
import type { RosterNode } from '#chain/roster.ts';
import { createApi } from '#coordinator/api/app.ts';
import { Quota, type QuotaRule } from '#coordinator/api/http/quota.ts';
import { serveApi } from '#coordinator/api/httpServer.ts';
import type { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import { TaskAccess } from '#coordinator/api/tasks/taskAccess.ts';
import { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { Trust, type TrustSettings } from '#coordinator/audit/trust.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { AbsenceStore } from '#coordinator/channels/absenceStore.ts';
import { ChannelBook } from '#coordinator/channels/channelBook.ts';
import { ChannelKeeper } from '#coordinator/channels/channelKeeper.ts';
import { IdleReserves } from '#coordinator/channels/idleReserves.ts';
import type { PaymentsReader } from '#coordinator/channels/paymentsReader.ts';
import { Promises } from '#coordinator/channels/promises.ts';
import { repeat } from '#coordinator/eventLoop/repeat.ts';
import { signInTurn } from '#coordinator/eventLoop/signInTurn.ts';
import type { FaucetSponsor } from '#coordinator/faucet/faucetSponsor.ts';
import { keepIncidents } from '#coordinator/incidents/keepIncidents.ts';
import { JurorPlaces } from '#coordinator/miners/jurorPlaces.ts';
import { MinerPool } from '#coordinator/miners/minerPool.ts';
import { countCalls } from '#coordinator/records/countCalls.ts';
import { NodeRecords } from '#coordinator/records/nodeRecords.ts';
import { TaskList } from '#coordinator/records/taskList.ts';
import { Admission } from '#coordinator/relay/admission.ts';
import { boundsOf, checkClaim, checkResult } from '#coordinator/relay/checkResult.ts';
import { keepLobby } from '#coordinator/relay/lobby.ts';
import { gossip, type RelaySettings, serveMiners, startRelayNode } from '#coordinator/relay/relay.ts';
import { Sessions } from '#coordinator/relay/sessions.ts';
import { TaskStreams } from '#coordinator/relay/taskStreams.ts';
import type { FollowedRoster } from '#coordinator/scheduler/assigner.ts';
import { Scheduler } from '#coordinator/scheduler/scheduler.ts';
import { Allowance, type AllowanceRule } from '#coordinator/settlement/allowance.ts';
import { Budget } from '#coordinator/settlement/budget.ts';
import { LapseWork } from '#coordinator/settlement/lapseWork.ts';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import { watchFunds } from '#coordinator/settlement/watchFunds.ts';
import { forgetContents } from '#coordinator/shared/forgetContents.ts';
import { type SharedBounds, SharedResults } from '#coordinator/shared/sharedResults.ts';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { TaskStore } from '#coordinator/store/taskStore.ts';
import { Metrics } from '#coordinator/telemetry/metrics.ts';
import type { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';
import type { Treasury } from '#coordinator/wallet/treasury.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/** How long a peer may be connected before it is admitted, in ms: a hello takes a second. */
const ADMISSION_MS = 20_000;
const SWEEP_MS = 500;
const SILENCE_CHECK_MS = 15_000;
/** It reads a head, and the events since. */
const FUNDING_MS = 5_000;
const TEND_MS = 5_000;
const TAKE_BACK_MS = 3_600_000;
const SHARE_FEES_MS = 24 * 3_600_000;

export interface CoordinatorDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  catalogue: ModelCatalogue;
  roster: FollowedRoster;
  /** Reads the node of an operator key from the chain. */
  readNode(operator: Address): Promise<RosterNode | undefined>;
  /** The node that a key serves or has served, from the chain; 0 for an unknown key. */
  readNodeId(operator: Address): Promise<bigint>;
  payments: PaymentsReader;
  channels: ChannelSource;
  treasury: Treasury;
  wallet: Pick<OperatorWallet, 'tend' | 'stuck'>;
  /** What the channel of a miner that works holds beyond what it is owed, in wei. */
  reserveWei: bigint;
  sponsor: FaucetSponsor | undefined;
  /** Undefined where nothing is audited: each result is paid as it is. */
  trust: TrustSettings | undefined;
  db: Database;
  /** Belongs to the database. */
  secret: Uint8Array;
  salts: OwnSalts;
  relay: RelaySettings;
  http: { host: string; port: number; proxies: number; publicUrl: string | undefined };
  taskQuota: QuotaRule;
  allowance: AllowanceRule;
  faucetQuota: QuotaRule;
  shared: SharedBounds;
  maxTasks: number;
  patienceSeconds: number;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

export interface Coordinator {
  apiPort: number;
  peerId: string;
  multiaddrs(): string[];
  /** Disconnects clients and miners, and closes the catalogue. Unfinished tasks stay in the database. */
  stop(): Promise<void>;
}

/** Assembles the coordinator and starts listening. The caller closes what it passes in (database, roster). */
export async function startCoordinator(deps: CoordinatorDeps): Promise<Coordinator> {
  const { network, catalogue, roster, log, nowMs } = deps;
  const signer = signInTurn(deps.signer);
  const uptimeMs = () => performance.now();
  const store = new TaskStore(deps.db);
  const accounts = new AccountStore(deps.db);
  const pool = new MinerPool(deps.relay.maxMiners);
  const ledger = new Ledger({
    network,
    signer,
    accounts,
    redeemedOf: async (miner) => (await deps.payments.channel(miner)).redeemed,
  });
  const promises = new Promises({ accounts, uptimeMs });
  const book = new ChannelBook({
    ...{ source: deps.channels, uptimeMs },
    payees: () => promises.all().keys(),
  });
  const solvency = new SolvencyWatch({ promises, book, payments: deps.payments });
  const channels = {
    ...{ promises, book, payments: deps.payments, treasury: deps.treasury, log, uptimeMs },
    isOnline: (miner: Address) => pool.of(miner) !== undefined,
  };
  const keeper = new ChannelKeeper({ ...channels, reserveWei: deps.reserveWei });
  const absences = new AbsenceStore(deps.db);
  const idleReserves = new IdleReserves({ ...channels, absences, nowMs });
  const funding = repeat(log, 'fund the channels', FUNDING_MS, () => keeper.fund());
  const jurors = new JurorPlaces(uptimeMs);
  const operatorOf = (peer: string) => pool.ofPeer(peer)?.operator ?? jurors.operatorOf(peer);
  const isAdmitted = (peer: string) => operatorOf(peer) !== undefined;
  const nowSeconds = () => Math.floor(nowMs() / 1_000);
  const node = await startRelayNode(deps.relay, network, { roster, isAdmitted, nowSeconds });
  const lobby = keepLobby({
    ...{ node, isAdmitted, patienceMs: ADMISSION_MS },
    onError: (error) => log.debug({ err: error }, 'could not disconnect a newcomer'),
  });

  const scheduler = new Scheduler(
    {
      ...{ network, signer, catalogue, roster, pool, store, ledger, log, nowMs },
      uptimeMs,
      boundsOf: (request) => boundsOf(catalogue, request),
      checkResult: (request, bytes, miner) => checkResult(catalogue, request, bytes, miner),
      checkClaim: (claim) => checkClaim(catalogue, network, claim),
      announce: (assignment) => {
        pool.of(assignment.miner)?.assign(assignment);
        gossip(node, log, 'assignment', assignment);
      },
      remind: (assignment) => pool.of(assignment.miner)?.assign(assignment),
      planAudit: (...about) => trust.plan(...about),
      onHeld: (...about) => trust.onHeld(...about),
      onPromise: (miner, amount) => {
        solvency.notePromise(miner, amount);
        promises.note(miner);
      },
      onUnfunded: (miner) => {
        book.doubt(miner);
        funding.runNow();
      },
      publish: (receipt) => gossip(node, log, 'receipt', receipt),
    },
    { capacity: deps.maxTasks, patienceSeconds: deps.patienceSeconds },
  );
  const { board, attempts } = scheduler;
  const trust = new Trust(deps.trust, {
    ...{ network, signer, roster, catalogue, pool, isAdmitted, operatorOf, ledger, log, nowMs, uptimeMs },
    ...{ tasks: store, db: deps.db },
    announce: (notice) => gossip(node, log, 'audit', notice),
    publish: (receipt) => gossip(node, log, 'receipt', receipt),
    submit: (...task) => scheduler.submit(...task),
    doubt: (miner, agoMs) => {
      scheduler.doubt(miner, agoMs);
      promises.note(miner);
    },
  });
  const admission = new Admission({
    ...{ roster, readNode: deps.readNode, nowMs, uptimeMs },
    hasWorked: async (operator) => (await accounts.cumulativeOf(operator)) !== undefined,
  });
  const sessions = new Sessions({
    ...{ network, signer, catalogue, admission, pool, jurors, scheduler, ledger, log, nowMs, uptimeMs },
    mayServe: async (operator) => (await trust.court?.duty.isOf(operator)) ?? false,
    peerId: node.peerId,
    onJoined: (miner) => {
      // Its account may just have been opened.
      promises.note(miner);
      idleReserves
        .noteJoined(miner)
        .catch((error: unknown) => log.warn({ err: error, miner }, 'could not end a miner’s absence'));
      funding.runNow();
      trust.onJoined(miner);
    },
    onLeft: (peer) => lobby.wait(peer),
    disconnect: (peer) => node.disconnect(peer),
  });
  const taskStreams = new TaskStreams({ pool, attempts, held: trust.held, log, uptimeMs });

  const allowance = new Allowance(deps.allowance, uptimeMs);
  const closing = new AbortController();
  const access = new TaskAccess(deps.secret);
  const desk = new TaskDesk({
    coordinator: signer.address,
    scheduler,
    store,
    access,
    catalogue,
    allowance,
    budget: new Budget({
      ...{ catalogue, solvency },
      openTasks: () => board.all().map(({ request, open }) => ({ request, miner: open?.record.miner })),
      minersOf: (model) => pool.serving(model).map(({ operator }) => operator),
    }),
    hasAudits: deps.trust !== undefined,
    closing: closing.signal,
  });
  const metrics = new Metrics({ roster, pool, board, store, audits: trust.audits, solvency });
  const shared = new SharedResults({ db: deps.db, bounds: deps.shared, nowMs, uptimeMs });
  const kept = { db: deps.db, roster, pool, board, capacity: deps.maxTasks, log, nowMs };
  const incidents = keepIncidents(kept);
  const api = createApi({
    ...{ shared, network, desk, scheduler, access, catalogue, roster, pool, board, store, solvency },
    incidents: incidents.store,
    ...{ wallet: deps.wallet, salts: deps.salts, allowance, metrics, log, nowMs, uptimeMs },
    nodes: new NodeRecords({
      ...{ accounts, absences, pool, roster, readNodeId: deps.readNodeId, log, nowMs, uptimeMs },
      ...{ audits: deps.trust && trust.audits, countCalls: (keys) => countCalls(deps.db, keys) },
    }),
    tasks: new TaskList({ db: deps.db, uptimeMs }),
    relay: node,
    court: trust.court?.shown,
    sponsor: deps.sponsor,
    taskQuota: new Quota(deps.taskQuota, uptimeMs),
    faucetQuota: new Quota(deps.faucetQuota, uptimeMs),
    proxies: deps.http.proxies,
    publicUrl: deps.http.publicUrl,
  });

  // Without it no task is taken, so the first client would be refused.
  await solvency
    .refresh()
    .catch((error: unknown) => log.warn({ err: error }, 'could not read the wallet and the channels'));
  await trust.resume();
  await scheduler.resume();
  const before = await store.spentSince(nowMs() - deps.allowance.periodSeconds * 1_000);
  for (const { client, wei } of before) allowance.charge(client, wei);
  for (const task of board.all()) desk.resume(task);
  await serveMiners(node, { sessions, taskStreams, court: trust.court?.streams, log });
  const http = await serveApi(api, deps.http).catch(async (error: unknown) => {
    await node.stop();
    throw error;
  });

  const reviews = repeat(log, 'review the miners’ standings', undefined, () => sessions.reviewStandings());
  const forgetRoster = roster.onChange(() => {
    reviews.runNow();
    void scheduler.assign();
  });
  const lapses = new LapseWork({ roster, treasury: deps.treasury, log });
  const repeated = [
    reviews,
    repeat(log, 'disconnect silent miners', SILENCE_CHECK_MS, () => sessions.endSilent()),
    repeat(log, 'end overdue attempts and tasks', SWEEP_MS, () => scheduler.sweep()),
    funding,
    repeat(log, 'tend the operator key’s transaction', TEND_MS, () => deps.wallet.tend()),
    repeat(log, 'take back idle reserves', TAKE_BACK_MS, () => idleReserves.takeBack()),
    repeat(log, 'share out fees', SHARE_FEES_MS, async () => {
      await keeper.shareFees();
      await lapses.run();
    }),
    watchFunds(log, solvency),
    incidents.looks,
    forgetContents({ store, shared, log, nowMs }),
  ];
  for (const each of repeated) each.runNow();

  return {
    apiPort: http.port,
    peerId: node.peerId,
    multiaddrs: () => node.multiaddrs(),
    stop: async () => {
      closing.abort();
      sessions.stop();
      forgetRoster();
      lobby.stop();
      await http.stop();
      await Promise.all([trust.stop(), ...repeated.map((each) => each.stop())]);
      await node.stop();
      // Transitions wait for the results that are being checked.
      await catalogue.close();
      await scheduler.stop();
    },
  };
}
