import '#network/polyfill.ts';
import { keccak256, type Address, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Roster, RosterNode } from '#chain/roster.ts';
import { StatusBoard } from '#miner/minerStatus.ts';
import { MAX_TASKS, MiningLoop } from '#miner/miningLoop.ts';
import type { TaskEngine, TaskOutcome } from '#miner/taskEngine.ts';
import type { VoucherStore } from '#miner/voucherStore.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { createTabNode } from '#network/tabNode.ts';
import { assignmentDigest, signAssignment, type Assignment } from '#protocol/assignment.ts';
import { lotteryRanking, lotterySeed } from '#protocol/lottery.ts';
import {
  isResultSigned,
  resultHashOf,
  signReceipt,
  signVoucher,
  unitsOf,
  type Voucher,
} from '#protocol/payment.ts';
import { signPeerBinding } from '#protocol/peerBinding.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import {
  helloSchema,
  minerFrameSchema,
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
  type Hello,
  type MinerFrame,
} from '#protocol/stream.ts';
import {
  encodeTaskRequest,
  TASK_LIMIT,
  taskIdOf,
  taskRequestSchema,
  taskResultSchema,
  type TaskProgress,
  type TaskRequest,
} from '#protocol/task.ts';
import { decodeWire } from '#protocol/wire.ts';

const PRICE = 3n * 10n ** 18n;
const SEED = new Uint8Array(32).fill(9);
const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const miner = privateKeyToAccount(generatePrivateKey());
const rival = privateKeyToAccount(generatePrivateKey());
const boss = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const now = () => Math.floor(Date.now() / 1_000);
const BEACON: Hex = `0x${'b'.repeat(64)}`;

const nodeOf = (operator: Address, role: RosterNode['role'], weight: bigint): RosterNode => ({
  id: 1n,
  owner: stranger.address,
  operator,
  role,
  commissionBps: 0,
  active: weight > 0n,
  retired: false,
  jailedUntil: 0,
  weight,
  assets: weight,
  selfBond: weight,
  infoHash: `0x${'0'.repeat(64)}`,
  infoBlock: 0n,
});

/** The chain, as a value that a test moves on. */
class Chain {
  #roster: Roster = {
    blockNumber: 10,
    beacon: BEACON,
    miners: [nodeOf(miner.address, 'miner', 5n), nodeOf(rival.address, 'miner', 5n)],
    coordinators: [nodeOf(boss.address, 'coordinator', 9n)],
  };
  readonly #listeners = new Set<(roster: Roster) => void>();
  readonly current = () => this.#roster;
  readonly at = async (blockNumber: number) => ({ ...this.#roster, blockNumber });
  readonly onChange = (listener: (roster: Roster) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(change: Partial<Roster>): void {
    this.#roster = { ...this.#roster, ...change };
    for (const listener of this.#listeners) listener(this.#roster);
  }
}

class MemoryVouchers implements VoucherStore {
  readonly kept = new Map<Address, Voucher>();
  readonly newest = async (payer: Address) => this.kept.get(payer);
  readonly all = async () => [...this.kept.values()];
  readonly keep = async (voucher: Voucher) => {
    const known = this.kept.get(voucher.payer);
    if (known === undefined || voucher.cumulative > known.cumulative) this.kept.set(voucher.payer, voucher);
  };
}

/** Runs end when the test says so; the answer is a function of the request alone. */
class GatedEngine implements TaskEngine {
  readonly runs: { request: TaskRequest; finish(): void; fail(error: Error): void; signal: AbortSignal }[] =
    [];
  progress: (progress: TaskProgress) => void = () => undefined;
  open = true;
  readonly models = () => ['draw'];

  run(
    request: TaskRequest,
    { onProgress, signal }: { onProgress: (progress: TaskProgress) => void; signal: AbortSignal },
  ): Promise<TaskOutcome> {
    this.progress = onProgress;
    return new Promise((resolve, reject) => {
      const png = new TextEncoder().encode(`picture of ${JSON.stringify(request)}`);
      const finish = () => resolve({ result: { kind: 'image', png }, seconds: 2 });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.runs.push({ request, finish, fail: reject, signal });
      if (this.open) finish();
    });
  }
}

/** The other end, true to the protocol unless a test bends it. */
class Boss {
  node!: PeerNode;
  dismissal: RefusalCode | undefined;
  cumulative = 0n;
  payer = boss;
  hellos: Hello[] = [];
  readonly refusals = new Map<Hex, RefusalCode>();
  readonly takes: Hex[] = [];
  readonly progress: TaskProgress[] = [];
  readonly results = new Map<Hex, Extract<MinerFrame, { type: 'result' }>>();
  readonly #tasks = new Map<Hex, { assignment: Assignment; bytes: Uint8Array }>();
  /** Takes a task stream over after the request was sent; true means that it did. */
  interfere: (stream: FrameStream, digest: Hex) => Promise<boolean> = async () => false;

  async listen(port = 0): Promise<void> {
    const context = { network, now, isMiner: () => true, isCoordinator: () => true };
    const listen = [`/ip4/127.0.0.1/tcp/${port}/ws`];
    this.node = await createRelayNode({ context, listen, privateKeySeed: SEED, maxPeers: 10 });
    await this.node.handle(SESSION_PROTOCOL, { frameBytes: SESSION_FRAME_BYTES }, (stream) =>
      this.#session(stream),
    );
    await this.node.handle(TASK_PROTOCOL, { frameBytes: TASK_FRAME_BYTES }, (stream) => this.#task(stream));
  }

  async assign(change: Partial<Assignment> = {}): Promise<Hex> {
    const { request, bytes } = winningRequest();
    const assignment = await signAssignment(network, boss, {
      taskId: taskIdOf(bytes),
      coordinator: boss.address,
      miner: miner.address,
      attempt: 0,
      rosterBlock: 10,
      beacon: BEACON,
      passed: [],
      unitPrice: PRICE,
      expiry: now() + 600,
      ...change,
    });
    expect(request.kind).toBe('image');
    const digest = assignmentDigest(network, assignment);
    this.#tasks.set(digest, { assignment, bytes });
    // Gossip of before the mesh is formed is lost, and the same assignment may well come twice.
    await vi.waitFor(
      async () => {
        if (!this.takes.includes(digest) && !this.refusals.has(digest)) {
          await this.node.publish('assignment', assignment);
          throw new Error('not heard yet');
        }
      },
      { timeout: 10_000, interval: 100 },
    );
    return digest;
  }

  async #session(stream: FrameStream): Promise<void> {
    const hello = await stream.receive(helloSchema);
    if (hello === undefined) return;
    this.hellos.push(hello);
    if (this.dismissal !== undefined) return stream.send({ type: 'dismissed', code: this.dismissal });
    const binding = await signPeerBinding(network, boss, this.node.peerId, now());
    const models = [{ id: 'draw', unit: 'step', unitPrice: PRICE }];
    await stream.send({ type: 'welcome', binding, operator: boss.address, models, voucher: null });
    await stream.receive(helloSchema);
  }

  async #task(stream: FrameStream): Promise<void> {
    const first = await stream.receive(minerFrameSchema);
    if (first?.type === 'refuse') this.refusals.set(first.assignment, first.code);
    if (first?.type !== 'take') return;
    const digest = first.assignment;
    const { assignment, bytes } = this.#tasks.get(digest)!;
    this.takes.push(digest);
    const delivered = this.results.get(digest);
    if (delivered !== undefined) return this.#pay(stream, assignment, delivered);
    await stream.send({ type: 'request', bytes });
    if (await this.interfere(stream, digest)) return;
    for (;;) {
      const frame = await stream.receive(minerFrameSchema);
      if (frame?.type === 'progress') this.progress.push(frame.progress);
      else if (frame?.type === 'refuse') return void this.refusals.set(digest, frame.code);
      else if (frame?.type === 'result') {
        this.results.set(digest, frame);
        return this.#pay(stream, assignment, frame);
      } else return;
    }
  }

  async #pay(stream: FrameStream, assignment: Assignment, frame: Extract<MinerFrame, { type: 'result' }>) {
    const { bytes } = this.#tasks.get(assignmentDigest(network, assignment))!;
    const request = decodeWire(taskRequestSchema, bytes, TASK_LIMIT.requestBytes);
    const units = unitsOf(request, decodeWire(taskResultSchema, frame.bytes, TASK_LIMIT.resultBytes));
    const result = resultHashOf(frame.bytes);
    const amount = BigInt(units) * PRICE;
    const facts = { taskId: assignment.taskId, miner: miner.address, result, units, amount, finishedAt: now() };
    const receipt = await signReceipt(network, boss, facts);
    this.cumulative += amount;
    const voucher = {
      ...(await signVoucher(network, this.payer, miner.address, this.cumulative)),
      payer: boss.address,
    };
    await stream.send({ type: 'paid', receipt, voucher });
  }
}

/** A request that the lottery gives to our miner. */
function winningRequest(): { request: TaskRequest; bytes: Uint8Array } {
  for (;;) {
    const salt: Hex = `0x${keccak256(crypto.getRandomValues(new Uint8Array(32))).slice(2, 34)}`;
    const request: TaskRequest = {
      kind: 'image',
      model: 'draw',
      prompt: 'a bird',
      negativePrompt: '',
      width: 64,
      height: 64,
      steps: 1,
      guidance: 1,
      seed: 1,
      salt,
    };
    const bytes = encodeTaskRequest(request);
    const [first] = lotteryRanking(lotterySeed(BEACON, taskIdOf(bytes)), new Chain().current().miners);
    if (first?.operator === miner.address) return { request, bytes };
  }
}

let chain: Chain;
let coordinator: Boss;
let engine: GatedEngine;
let vouchers: MemoryVouchers;
let board: StatusBoard;
let tab: PeerNode;
let loop: MiningLoop;

beforeEach(async () => {
  [chain, coordinator, engine] = [new Chain(), new Boss(), new GatedEngine()];
  [vouchers, board] = [new MemoryVouchers(), new StatusBoard()];
  await coordinator.listen();
  tab = await createTabNode({
    context: { network, now, isMiner: () => true, isCoordinator: () => true },
    allowLocal: true,
  });
  loop = new MiningLoop({
    network,
    signer: miner,
    node: tab,
    roster: chain,
    engine,
    vouchers,
    board,
    gpu: 'test adapter',
    now,
    trace: () => undefined,
    find: async () => ({
      name: 'Boss',
      peerId: coordinator.node.peerId,
      multiaddrs: coordinator.node.multiaddrs(),
    }),
  });
  await loop.start();
});

afterEach(async () => {
  await loop.stop(0);
  await Promise.all([tab.stop(), coordinator.node.stop()]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const state = () => board.current().coordinators[0];

describe('a task', () => {
  it('is taken, run, signed and paid', async () => {
    const presence = new Promise<string[]>((resolve) =>
      coordinator.node.onGossip('presence', ({ models }) => resolve(models)),
    );
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    expect(board.current().current).toMatchObject({ kind: 'image', model: 'draw', done: 0, total: 1 });
    engine.progress({ kind: 'step', done: 2, total: 4 });
    await until(() => expect(coordinator.progress).toContainEqual({ kind: 'step', done: 2, total: 4 }));
    expect(board.current().current?.done).toBe(2);
    engine.runs[0]!.finish();

    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    const { bytes, signature } = coordinator.results.get(digest)!;
    expect(await isResultSigned(network, digest, resultHashOf(bytes), signature, miner.address)).toBe(true);
    expect(board.current()).toMatchObject({
      phase: 'mining',
      tasksDone: 1,
      tasksFailed: 0,
      current: null,
      error: null,
    });
    expect(board.current()).toMatchObject({
      secondsPerImage: 2,
      recent: [{ amountWei: PRICE.toString(), model: 'draw' }],
    });
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
    expect(coordinator.hellos[0]).toMatchObject({ models: ['draw'], gpu: 'test adapter' });
    expect(await presence).toEqual(['draw']);
  });

  it('is refused when the lottery calls somebody else, or it is underpaid', async () => {
    const passedOver = await coordinator.assign({ passed: [rival.address] });
    expect(coordinator.refusals.get(passedOver)).toBe('NOT_THE_LOTTERYS');
    const ofAnotherBlock = await coordinator.assign({ beacon: `0x${'c'.repeat(64)}` });
    expect(coordinator.refusals.get(ofAnotherBlock)).toBe('NOT_THE_LOTTERYS');
    const cheap = await coordinator.assign({ unitPrice: PRICE - 1n });
    await until(() => expect(coordinator.refusals.get(cheap)).toBe('MALFORMED'));
    expect(engine.runs).toHaveLength(0);
  });

  it('is handed back when the GPU fails', async () => {
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    engine.runs[0]!.fail(new Error('device lost'));
    await until(() => expect(coordinator.refusals.get(digest)).toBe('INFERENCE_FAILED'));
    await until(() => expect(board.current()).toMatchObject({ tasksFailed: 1, tasksDone: 0, current: null }));
  });

  it('stops on the GPU when the coordinator says that it is over', async () => {
    engine.open = false;
    coordinator.interfere = async (stream) => {
      await until(() => expect(engine.runs).toHaveLength(1));
      await stream.send({ type: 'over', code: 'TASK_OVER' });
      return true;
    };
    await coordinator.assign();
    await until(() => expect(engine.runs[0]?.signal.aborted).toBe(true));
    await until(() => expect(board.current()).toMatchObject({ current: null, queued: 0, tasksFailed: 0 }));
  });
});

describe('payment', () => {
  it('by a voucher of another key is an error, and not kept', async () => {
    coordinator.payer = stranger;
    await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.size).toBe(0);
    expect(board.current().earnedWei).toBe('0');
  });

  it('that does not grow by what was promised is an error', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
  });
});

describe('a break', () => {
  it('of the stream in mid-task costs nothing: the result of the one run is delivered over another', async () => {
    engine.open = false;
    coordinator.interfere = async (stream, digest) => {
      if (coordinator.takes.filter((take) => take === digest).length > 1) return false;
      await until(() => expect(engine.runs).toHaveLength(1));
      stream.abort(new Error('cut'));
      return true;
    };
    await coordinator.assign();
    await until(() => expect(coordinator.takes).toHaveLength(2));
    engine.runs[0]!.finish();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(engine.runs).toHaveLength(1);
  });

  it('of the coordinator: the miner comes back and delivers what it finished meanwhile', async () => {
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    await coordinator.node.stop();
    await until(() => expect(state()?.state).not.toBe('connected'));
    engine.runs[0]!.finish();
    await coordinator.listen();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(coordinator.results.has(digest)).toBe(true);
    expect(state()).toMatchObject({ name: 'Boss', state: 'connected' });
    expect(engine.runs).toHaveLength(1);
  });

  it('before `paid` was heard: taking again is answered with the payment', async () => {
    coordinator.interfere = async (stream, digest) => {
      const frame = await stream.receive(minerFrameSchema);
      if (frame?.type !== 'result') throw new Error('expected the result');
      coordinator.results.set(digest, frame);
      stream.abort(new Error('crash'));
      return true;
    };
    await coordinator.assign();
    await until(() =>
      expect(board.current()).toMatchObject({ earnedWei: PRICE.toString(), tasksDone: 1, error: null }),
    );
    expect(engine.runs).toHaveLength(1);
  });
});

describe('the queue', () => {
  it('is bounded, and runs one at a time', async () => {
    engine.open = false;
    for (let task = 0; task < MAX_TASKS; task++) await coordinator.assign();
    await until(() => expect(board.current().queued).toBe(MAX_TASKS - 1));
    const oneMore = await coordinator.assign();
    expect(coordinator.refusals.get(oneMore)).toBe('BUSY');
    expect(engine.runs).toHaveLength(1);
    for (let task = 0; task < MAX_TASKS; task++) {
      await until(() => expect(engine.runs).toHaveLength(task + 1));
      engine.runs[task]!.finish();
    }
    await until(() => expect(board.current().earnedWei).toBe((BigInt(MAX_TASKS) * PRICE).toString()));
    expect(board.current()).toMatchObject({ queued: 0, tasksDone: MAX_TASKS, error: null });
  });

  it('is handed back at stop, and the running task is finished', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    const queued = [await coordinator.assign(), await coordinator.assign()];
    await until(() => expect(board.current().queued).toBe(2));
    const stopped = loop.stop(10_000);
    await until(() =>
      expect(queued.map((digest) => coordinator.refusals.get(digest))).toEqual(['STOPPING', 'STOPPING']),
    );
    expect(board.current().phase).toBe('stopping');
    engine.runs[0]!.finish();
    await stopped;
    expect(coordinator.results.has(running)).toBe(true);
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
    expect(engine.runs).toHaveLength(1);
  });

  it('hands the running task back too when it takes longer than the grace', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    await loop.stop(0);
    await until(() => expect(coordinator.refusals.get(running)).toBe('STOPPING'));
    expect(engine.runs[0]!.signal.aborted).toBe(true);
  });
});

describe('admission', () => {
  it('refused for the stake is told in a sentence, and asked for again when the chain changes', async () => {
    await until(() => expect(state()?.state).toBe('connected'));
    chain.change({ coordinators: [] });
    await until(() => expect(board.current().coordinators).toEqual([]));
    coordinator.dismissal = 'UNDER_STAKED';
    chain.change({
      miners: [nodeOf(miner.address, 'miner', 0n)],
      coordinators: [nodeOf(boss.address, 'coordinator', 9n)],
    });
    await until(() => expect(state()).toMatchObject({ state: 'refused', code: 'UNDER_STAKED' }));
    expect(state()?.sentence).toContain('20,000 CAI');
    expect(board.current().phase).toBe('connecting');
    coordinator.dismissal = undefined;
    chain.change({ miners: [nodeOf(miner.address, 'miner', 5n)] });
    await until(() => expect(state()).toMatchObject({ state: 'connected', code: null, sentence: null }));
    expect(board.current().phase).toBe('mining');
  });
});
