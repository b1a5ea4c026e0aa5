import '#network/polyfill.ts';
import { type Address, keccak256, toHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { readFined } from '#chain/courts/fines.ts';
import { readDrawVerdict } from '#chain/courts/reports/drawReports.ts';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { identityOf } from '#chain/networkConfig.ts';
import { readChannel } from '#chain/payments/channel.ts';
import { readNodeId } from '#chain/standing.ts';
import type { CourtService } from '#coordinator/court/court.ts';
import { DEVNET, DEVNET_COORDINATOR } from '#devnet/chain/parameters.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { MiningLoop } from '#miner/tasks/miningLoop.ts';
import { GatedEngine } from '#miner/testing/gatedEngine.ts';
import { NO_LOANS } from '#miner/testing/loans.ts';
import {
  MemoryAnswers,
  MemoryFaults,
  MemoryFigures,
  MemoryJuries,
  MemoryPrices,
  MemoryResults,
  MemoryVouchers,
} from '#miner/testing/memoryStores.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { createTabNode } from '#network/tabNode.ts';
import { COURT_FRAME_BYTES, COURT_PROTOCOL } from '#protocol/court/courtFrames.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import {
  heartbeatSchema,
  helloSchema,
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
} from '#protocol/messages/stream.ts';
import { type Assignment, signAssignment } from '#protocol/signed/assignment.ts';
import { signPeerBinding } from '#protocol/signed/peerBinding.ts';

const BPS = 10_000n;
const STAKE = DEVNET_COORDINATOR.stake;
const TAKEN = (STAKE * BigInt(DEVNET.courts.wrongDrawBps)) / BPS;
const REWARD = (TAKEN * BigInt(DEVNET.courts.reporterBps)) / BPS;

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 100 });

let network: CourtNetwork;
let witness: CourtMiner;
let roster: RosterFollower;
let relays: Map<Address, PeerNode>;
let court: CourtService;

/** A coordinator as a tab meets it: a relay that welcomes it, and has no tasks of its own. */
async function startRelay(account: PrivateKeyAccount): Promise<PeerNode> {
  const identity = identityOf(network.config);
  const node = await createRelayNode({
    deps: { network: identity, nowSeconds, isCoordinator: () => true, activeMiners: () => 3 },
    ...{ listen: ['/ip4/127.0.0.1/tcp/0/ws'], maxPeers: 10 },
  });
  await node.handle(SESSION_PROTOCOL, { frameBytes: SESSION_FRAME_BYTES }, async (stream) => {
    await stream.receive(helloSchema);
    const binding = await signPeerBinding(identity, account, node.peerId, nowSeconds());
    await stream.send({ type: 'welcome', binding, operator: account.address, models: [], voucher: null });
    while ((await stream.receive(heartbeatSchema)) !== undefined) await stream.send({ type: 'heartbeat' });
  });
  return node;
}

beforeAll(async () => {
  network = await CourtNetwork.start();
  await network.registerOther();
  witness = await network.addMiner();
  await network.addMiner();
  await network.addMiner();
  roster = new RosterFollower(network.config);
  await roster.start();
  relays = new Map([
    [network.reporter, await startRelay(network.reporterKey)],
    [network.other, await startRelay(network.otherKey)],
  ]);
  court = network.restartedOther();
  await relays
    .get(network.other)!
    .handle(COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES }, (stream) => court.streams.handle(stream));
}, 240_000);
afterAll(async () => {
  roster.stop();
  await Promise.all([...relays.values()].map((node) => node.stop()));
  await network.stop();
}, 60_000);

/** A tab that mines with the witness's key. @param reaches whose relays it finds */
async function startTab(faults: MemoryFaults, reaches: (operator: Address) => boolean) {
  const { config, client } = network;
  const { staking, payments } = config.contracts;
  const board = new StatusBoard();
  board.set({ lifecycle: 'running' });
  const node = await createTabNode({
    deps: { network: identityOf(config), nowSeconds, isCoordinator: () => true, activeMiners: () => 3 },
    allowLocal: true,
  });
  const { address } = witness.operator;
  const loop = new MiningLoop({
    ...{ network: identityOf(config), signer: witness.operator, node, roster, board, nowSeconds },
    ...{ engine: new GatedEngine(), loans: NO_LOANS, gpu: 'test adapter', trace: () => undefined },
    ...{ vouchers: new MemoryVouchers(), creditPrices: new MemoryPrices(), results: new MemoryResults() },
    answers: new MemoryAnswers(),
    readChannel: (payer) => readChannel(client, payments, payer, address),
    readNodeId: (operator) => readNodeId(client, staking, operator),
    watch: {
      ...{ faults, figures: new MemoryFigures() },
      readVerdict: async (report) =>
        (await readDrawVerdict(client, config.contracts, report, address)).verdict,
      readHash: async (block) => (await readHeader(client, block)).hash,
    },
    bench: {
      court: { chainId: config.chainId, juries: config.contracts.juries },
      ...{ chain: network.court, store: new MemoryJuries(), readNodeId: async () => witness.id },
      downloads: evidenceDownloads(client, staking, roster),
      isFined: (jury, nodeId) => readFined(client, config.contracts, { ...jury, nodeId }),
    },
    find: async ({ operator }) => {
      const relay = relays.get(operator);
      if (relay === undefined || !reaches(operator)) throw new Error('not found');
      return { name: operator, peerId: relay.peerId, multiaddrs: relay.multiaddrs() };
    },
  });
  await loop.start();
  const stop = async () => {
    await loop.stop(0);
    await node.stop();
  };
  const connected = () =>
    board
      .current()
      .coordinators.filter(({ state }) => state === 'connected')
      .map(({ operator }) => operator);
  return { board, stop, connected };
}

/** The registered coordinator gives a task to the second of the draw, and gossips that. */
async function skipTheWinner(name: string): Promise<Assignment> {
  const drawn = await network.settledRoster();
  const taskId = keccak256(toHex(name));
  const [, second] = lotteryRanking(lotterySeed(drawn.beacon, taskId), drawn.miners);
  const assignment = await signAssignment(identityOf(network.config), network.reporterKey, {
    ...{ taskId, coordinator: network.reporter, miner: second!.operator, attempt: 0, passed: [] },
    ...{ rosterBlock: drawn.blockNumber, beacon: drawn.beacon, unitPrice: 1n, expiry: nowSeconds() + 600 },
  });
  return assignment;
}

it('a coordinator that skips the winner is slashed by a report that began in a tab', async () => {
  const { client, config } = network;
  const { slasher, staking } = config.contracts;
  const guilty = { id: await readNodeId(client, staking, network.reporter) };
  const faults = new MemoryFaults();
  const states = async () => (await faults.all()).map(({ state }) => state);

  // The guilty coordinator is the only one: the tab keeps the evidence.
  const lonely = await startTab(faults, (operator) => operator === network.reporter);
  await until(() => expect(lonely.connected()).toEqual([network.reporter]));
  const assignment = await skipTheWinner('a task');
  await until(async () => {
    await relays.get(network.reporter)!.publish('assignment', assignment);
    expect(lonely.board.current().faults).toMatchObject([{ fault: 'order', state: 'found' }]);
  });
  await lonely.stop();

  // After a reload it finds another one, which reports it.
  const [before, held, supply] = [
    await network.balanceOf(network.other),
    await network.balanceOf(slasher),
    await network.supply(),
  ];
  const tab = await startTab(faults, () => true);
  await until(() => expect(new Set(tab.connected())).toEqual(new Set([network.reporter, network.other])));
  await until(async () => expect(await states()).toEqual(['handed']));
  expect(await network.nodeOf(guilty)).toMatchObject({ assets: STAKE, active: true });
  await court.draws.attend();

  expect(await network.nodeOf(guilty)).toMatchObject({ assets: STAKE - TAKEN, active: false });
  expect((await network.balanceOf(network.other)) - before).toBe(REWARD);
  // The rest is held until it is burned or given back.
  expect((await network.balanceOf(slasher)) - held).toBe(TAKEN - REWARD);
  expect(await network.supply()).toBe(supply);
  expect(network.errors).toEqual([]);

  // The tab's time goes to the other one, and it knows what came of its report.
  await until(() => expect(tab.connected()).toEqual([network.other]));
  await until(() => expect(tab.board.current().faults).toMatchObject([{ state: 'punished' }]));
  await tab.stop();
}, 300_000);
