import '#network/polyfill.ts';
import { type Address, type Hex, hexToBigInt, keccak256, slice } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, vi } from 'vitest';
import type { Roster, RosterNode } from '#chain/roster.ts';
import { ChainReach } from '#miner/testing/chainReach.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import type { EpochRules } from '#protocol/draw/epoch.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import {
  type Hello,
  heartbeatSchema,
  helloSchema,
  type MinerFrame,
  minerFrameSchema,
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  type SessionFrame,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
} from '#protocol/messages/stream.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { type Assignment, assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { signPeerBinding } from '#protocol/signed/peerBinding.ts';
import { signReceipt } from '#protocol/signed/receipt.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import { signVoucher } from '#protocol/signed/voucher.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import {
  encodeTaskRequest,
  type TaskRequest,
  taskIdOf,
  taskRequestSchema,
} from '#protocol/task/taskRequest.ts';
import { taskResultSchema } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';

/** A miner's environment without a chain: a coordinator that the test drives, over real libp2p. */

export const PRICE = 3n * 10n ** 18n;
export const SEED = new Uint8Array(32).fill(9);
export const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
export const miner = privateKeyToAccount(generatePrivateKey());
export const rival = privateKeyToAccount(generatePrivateKey());
export const boss = privateKeyToAccount(generatePrivateKey());
export const stranger = privateKeyToAccount(generatePrivateKey());
export const nowSeconds = () => Math.floor(Date.now() / 1_000);
export const BEACON: Hex = `0x${'b'.repeat(64)}`;

export const nodeOf = (operator: Address, role: RosterNode['role'], weight: bigint): RosterNode => ({
  // Each operator has a node of its own.
  id: hexToBigInt(slice(operator, 0, 3)),
  owner: stranger.address,
  operator,
  role,
  commissionBps: 0,
  active: weight > 0n,
  retired: false,
  jailedUntil: 0,
  workingUntil: 0,
  weight,
  assets: weight,
  selfBond: weight,
  infoHash: `0x${'0'.repeat(64)}`,
  infoBlock: 0n,
});

/** The chain, as a value that the test changes. */
export class Chain extends ChainReach {
  /** Every block is an epoch. */
  readonly epochs: EpochRules = { blocks: 1, confirmations: 0, assignmentSeconds: 1_200 };
  #roster: Roster = {
    blockNumber: 10,
    beacon: BEACON,
    minedAt: nowSeconds(),
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

/** The coordinator. It follows the protocol unless a test interferes. */
export class Boss {
  node!: PeerNode;
  dismissal: RefusalCode | undefined;
  /** Never answers `take`. */
  isSilent = false;
  cumulative = 0n;
  payer: typeof boss;
  readonly account: typeof boss;
  readonly #seed: Uint8Array;
  hellos: Hello[] = [];
  /** The models in each heartbeat. */
  readonly heard: Offer[][] = [];
  readonly refusals = new Map<Hex, RefusalCode>();
  readonly takes: Hex[] = [];
  readonly progress: TaskProgress[] = [];
  readonly results = new Map<Hex, Extract<MinerFrame, { type: 'result' }>>();
  readonly #tasks = new Map<Hex, { assignment: Assignment; bytes: Uint8Array }>();
  /** The newest session. */
  #line: FrameStream | undefined;
  /** May take over a task stream after the request was sent. @returns true if it did */
  interfere: (stream: FrameStream, digest: Hex) => Promise<boolean> = async () => false;

  /** @param seed fixes its peer id */
  constructor(account = boss, seed = SEED) {
    this.account = account;
    this.payer = account;
    this.#seed = seed;
  }

  async listen(port = 0): Promise<void> {
    const deps = {
      network,
      nowSeconds,
      isCoordinator: () => true,
      activeMiners: () => 2,
    };
    const listen = [`/ip4/127.0.0.1/tcp/${port}/ws`];
    this.node = await createRelayNode({ deps, listen, privateKeySeed: this.#seed, maxPeers: 10 });
    await this.node.handle(SESSION_PROTOCOL, { frameBytes: SESSION_FRAME_BYTES }, (stream) =>
      this.#session(stream),
    );
    await this.node.handle(TASK_PROTOCOL, { frameBytes: TASK_FRAME_BYTES }, (stream) => this.#task(stream));
  }

  /**
   * Gives our miner a task, by its session or in another way.
   * @returns the assignment's digest, once it is heard
   */
  async assign(
    change: Partial<Assignment> = {},
    send = (assignment: Assignment) => this.say({ type: 'assigned', assignment }),
  ): Promise<Hex> {
    const { request, bytes } = winningRequest();
    const assignment = await signAssignment(network, this.account, {
      taskId: taskIdOf(bytes),
      coordinator: this.account.address,
      miner: miner.address,
      attempt: 0,
      rosterBlock: 10,
      beacon: BEACON,
      passed: [],
      unitPrice: PRICE,
      expiry: nowSeconds() + 600,
      ...change,
    });
    expect(request.kind).toBe('image');
    const digest = assignmentDigest(network, assignment);
    this.#tasks.set(digest, { assignment, bytes });
    // The session may still have to open, which took more than ten seconds on a busy machine; the miner
    // ignores an assignment that comes again.
    await vi.waitFor(
      async () => {
        if (!this.takes.includes(digest) && !this.refusals.has(digest)) {
          if (this.#line !== undefined) await send(assignment);
          throw new Error('not heard yet');
        }
      },
      { timeout: 25_000, interval: 100 },
    );
    return digest;
  }

  async welcome(): Promise<SessionFrame> {
    const binding = await signPeerBinding(network, this.account, this.node.peerId, nowSeconds());
    const models = [{ id: 'draw', unit: 'step' as const, unitPrice: PRICE }];
    return { type: 'welcome', binding, operator: this.account.address, models, voucher: null };
  }

  assignmentOf(digest: Hex): Assignment {
    return this.#tasks.get(digest)!.assignment;
  }

  /** Sends a frame on the newest session. */
  async say(frame: SessionFrame): Promise<void> {
    await this.#line!.send(frame);
  }

  async #session(stream: FrameStream): Promise<void> {
    const hello = await stream.receive(helloSchema);
    if (hello === undefined) return;
    this.hellos.push(hello);
    if (this.dismissal !== undefined) return stream.send({ type: 'dismissed', code: this.dismissal });
    await stream.send(await this.welcome());
    this.#line = stream;
    for (;;) {
      const heartbeat = await stream.receive(heartbeatSchema);
      if (heartbeat === undefined) return;
      this.heard.push(heartbeat.models);
      await stream.send({ type: 'heartbeat' });
    }
  }

  async #task(stream: FrameStream): Promise<void> {
    const first = await stream.receive(minerFrameSchema);
    if (first?.type === 'refuse') this.refusals.set(first.assignment, first.code);
    if (first?.type !== 'take') return;
    const digest = first.assignment;
    const { assignment, bytes } = this.#tasks.get(digest)!;
    this.takes.push(digest);
    if (this.isSilent) return new Promise(() => undefined);
    const delivered = this.results.get(digest);
    if (delivered !== undefined) return this.pay(stream, assignment, delivered);
    await stream.send({ type: 'request', bytes });
    if (await this.interfere(stream, digest)) return;
    for (;;) {
      const frame = await stream.receive(minerFrameSchema);
      if (frame?.type === 'progress') this.progress.push(frame.progress);
      else if (frame?.type === 'refuse') return void this.refusals.set(digest, frame.code);
      else if (frame?.type === 'result') {
        this.results.set(digest, frame);
        return this.pay(stream, assignment, frame);
      } else return;
    }
  }

  async pay(stream: FrameStream, assignment: Assignment, frame: Extract<MinerFrame, { type: 'result' }>) {
    const { bytes } = this.#tasks.get(assignmentDigest(network, assignment))!;
    const request = decodeWire(taskRequestSchema, bytes, TASK_LIMIT.requestBytes);
    const units = unitsOf(request, decodeWire(taskResultSchema, frame.bytes, TASK_LIMIT.resultBytes));
    const result = resultHashOf(frame.bytes);
    const amount = BigInt(units) * PRICE;
    const facts = {
      taskId: assignment.taskId,
      miner: miner.address,
      result,
      units,
      amount,
      finishedAt: nowSeconds(),
    };
    const receipt = await signReceipt(network, this.account, facts);
    this.cumulative += amount;
    const voucher = {
      ...(await signVoucher(network, this.payer, miner.address, this.cumulative)),
      payer: this.account.address,
    };
    await stream.send({ type: 'paid', receipt, voucher });
  }
}

/** A request whose draw our miner wins. */
export function winningRequest(): { request: TaskRequest; bytes: Uint8Array } {
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
      manifest: MANIFEST,
      salt,
    };
    const bytes = encodeTaskRequest(request);
    const [first] = lotteryRanking(lotterySeed(BEACON, taskIdOf(bytes)), new Chain().current().miners);
    if (first?.operator === miner.address) return { request, bytes };
  }
}
