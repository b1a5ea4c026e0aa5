import type { Address, Hex } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { assignmentCheck } from '#miner/tasks/assignmentCheck.ts';
import { CoordinatorSession } from '#miner/coordinators/coordinatorSession.ts';
import type { FindCoordinator } from '#miner/coordinators/coordinatorDirectory.ts';
import { describeError } from '#miner/minerError.ts';
import type { StatusBoard } from '#miner/status/minerStatus.ts';
import { PaymentLedger } from '#miner/payments/paymentLedger.ts';
import { PresenceBeat } from '#miner/coordinators/presenceBeat.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import { StandingWatch } from '#miner/coordinators/standingWatch.ts';
import { TaskDelivery, type DeliveryEnd } from '#miner/tasks/taskDelivery.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { TaskScore } from '#miner/status/taskScore.ts';
import type { SignedResultStore } from '#miner/tasks/signedResultStore.ts';
import { worthOf, type VoucherStore } from '#miner/payments/voucherStore.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { assignmentDigest, type Assignment } from '#protocol/signed/assignment.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';
import { RefusalError, type RefusalCode } from '#protocol/refusal.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';

/** Tasks taken and not finished, of all coordinators; more are refused with BUSY. */
export const MAX_TASKS = 8;
/** Assignments remembered as heard; gossip may bring one again. */
const KEPT_DIGESTS = 1_000;
/** A running task may end within this time after `stop`, in ms; then it is handed back too. */
const STOP_GRACE_MS = 20_000;

export interface MiningDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  node: PeerNode;
  roster: RosterView;
  engine: TaskEngine;
  vouchers: VoucherStore;
  results: SignedResultStore;
  board: StatusBoard;
  find: FindCoordinator;
  /** The GPU as the browser names it. */
  gpu: string;
  /** Unix seconds. */
  now(): number;
  /** Failures that are only waited out, for a debugger's eyes. */
  trace(what: string, error: unknown): void;
}

const offersOf = (engine: TaskEngine): Offer[] =>
  engine.models().map((id) => ({ id, together: engine.together(id) }));

interface Served {
  session: CoordinatorSession;
  ledger: PaymentLedger | undefined;
  prices: ReadonlyMap<string, bigint>;
}

interface Taken {
  delivery: TaskDelivery;
  running: boolean;
}

/**
 * The miner at work: serves every active coordinator, and takes, checks, runs and delivers what the lottery
 * gives.
 */
export class MiningLoop {
  readonly #deps: MiningDeps;
  readonly #presence: PresenceBeat;
  readonly #score: TaskScore;
  readonly #served = new Map<Address, Served>();
  /** Coordinators that broke their word: not served until their person says so. */
  readonly #left = new Set<Address>();
  readonly #heard = new Set<Hex>();
  readonly #taken = new Map<Hex, Taken>();
  readonly #work = new Set<Promise<void>>();
  readonly #sessions = new Set<Promise<void>>();
  readonly #unsubscribe: (() => void)[] = [];
  #stopping = false;
  #resting = false;

  constructor(deps: MiningDeps) {
    this.#deps = deps;
    this.#score = new TaskScore(deps.board, deps.now);
    this.#presence = new PresenceBeat(deps.network, deps.signer, deps.node, deps.now, () => ({
      models: this.#resting ? [] : offersOf(deps.engine),
      load: this.#taken.size,
    }));
  }

  async start(): Promise<void> {
    const { board, node, roster, vouchers } = this.#deps;
    const earned = worthOf(await vouchers.all());
    if (this.#stopping) return;
    board.set({ phase: 'connecting', earnedWei: earned.toString() });
    this.#unsubscribe.push(node.onGossip('assignment', (assignment) => this.#hear(assignment)));
    this.#unsubscribe.push(roster.onChange(({ coordinators }) => this.#serve(coordinators)));
    this.#serve(roster.current().coordinators);
    this.#presence.start();
  }

  /**
   * Hands queued tasks back at once, lets the running one end if it soon does, and leaves the coordinators.
   * @param graceMs how long the running one may take, in ms
   */
  async stop(graceMs: number = STOP_GRACE_MS): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#deps.board.set({ phase: 'stopping' });
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const { delivery, running } of this.#taken.values()) if (!running) delivery.cancel('STOPPING');
    const grace = setTimeout(() => {
      for (const { delivery } of this.#taken.values()) delivery.cancel('STOPPING');
    }, graceMs);
    await Promise.all(this.#work);
    clearTimeout(grace);
    this.#presence.stop();
    for (const { session } of this.#served.values()) session.close();
    await Promise.all(this.#sessions);
    this.#deps.board.set({ coordinators: [], current: [], queued: 0 });
  }

  /** Opens sessions to coordinators that became active and leaves those that no longer are. */
  #serve(coordinators: readonly RosterNode[]): void {
    const active = new Map(
      coordinators.filter(({ weight }) => weight > 0n).map((node) => [node.operator, node]),
    );
    for (const operator of this.#left) {
      if (active.has(operator)) continue;
      this.#left.delete(operator);
      this.#deps.board.dropCoordinator(operator);
    }
    for (const [operator, { session }] of this.#served) {
      if (active.has(operator)) continue;
      session.close();
      this.#served.delete(operator);
      this.#deps.board.dropCoordinator(operator);
    }
    for (const [operator, node] of active) {
      if (this.#served.has(operator) || this.#left.has(operator)) continue;
      const served: Served = { session: this.#sessionWith(node), ledger: undefined, prices: new Map() };
      this.#served.set(operator, served);
      const running = served.session.run().finally(() => this.#sessions.delete(running));
      this.#sessions.add(running);
    }
  }

  /**
   * While it rests it stays connected, takes no task and hands back those that wait; the running one is finished.
   */
  rest(resting: boolean): void {
    if (this.#stopping || this.#resting === resting) return;
    this.#resting = resting;
    if (resting)
      for (const { delivery, running } of this.#taken.values()) if (!running) delivery.cancel('BUSY');
    this.#deps.board.set({ resting });
    this.#presence.announce();
  }

  /** Tells the coordinators at once what the engine offers now. */
  announce(): void {
    if (!this.#stopping) this.#presence.announce();
  }

  /** Serves a coordinator again that was left for not paying; what it still owes is written off. */
  resume(operator: Address): void {
    if (this.#stopping || !this.#left.delete(operator)) return;
    this.#serve(this.#deps.roster.current().coordinators);
  }

  #leave(operator: Address, sentence: string): void {
    this.#left.add(operator);
    this.#served.get(operator)?.session.close();
    this.#served.delete(operator);
    const { board } = this.#deps;
    board.setCoordinator(operator, { state: 'left', code: null, sentence: `${sentence} This tab left it.` });
    if (this.#stopping) return;
    const isConnected = board.current().coordinators.some(({ state }) => state === 'connected');
    board.set({ phase: isConnected ? 'mining' : 'connecting' });
  }

  #sessionWith(coordinator: RosterNode): CoordinatorSession {
    const { network, node, find, now, signer, roster, board, engine, gpu, trace } = this.#deps;
    return new CoordinatorSession(coordinator, {
      network,
      node,
      find,
      now,
      trace,
      hello: async () => ({
        version: PROTOCOL_VERSION,
        binding: await this.#presence.binding(),
        models: offersOf(engine),
        gpu,
      }),
      standing: new StandingWatch(roster, signer.address, now),
      onState: (state) => {
        if (!this.#served.has(coordinator.operator)) return;
        board.setCoordinator(coordinator.operator, state);
        if (this.#stopping) return;
        const isConnected = board.current().coordinators.some((entry) => entry.state === 'connected');
        board.set({ phase: isConnected ? 'mining' : 'connecting' });
        if (state.state === 'connected') this.#presence.announce();
      },
      onWelcome: (prices, voucher) => this.#welcome(coordinator.operator, prices, voucher),
    });
  }

  async #welcome(
    operator: Address,
    prices: ReadonlyMap<string, bigint>,
    voucher: Voucher | null,
  ): Promise<void> {
    const { network, signer, vouchers, board } = this.#deps;
    const served = this.#served.get(operator);
    if (served === undefined) return;
    served.prices = prices;
    served.ledger ??= await PaymentLedger.open(network, operator, signer.address, vouchers);
    if (voucher === null) return;
    try {
      await served.ledger.restore(voucher);
    } catch (error) {
      board.set({ error: describeError(error) });
      throw new RefusalError('BAD_SIGNATURE', 'the welcome’s voucher');
    }
    board.set({ earnedWei: worthOf(await vouchers.all()).toString() });
  }

  #hear(assignment: Assignment): void {
    if (assignment.miner !== this.#deps.signer.address) return;
    const digest = assignmentDigest(this.#deps.network, assignment);
    const served = this.#served.get(assignment.coordinator);
    if (served === undefined || this.#heard.has(digest)) return;
    this.#heard.add(digest);
    if (this.#heard.size > KEPT_DIGESTS) this.#heard.delete(this.#heard.values().next().value!);
    const work = this.#answer(served, assignment, digest).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async #answer(served: Served, assignment: Assignment, digest: Hex): Promise<void> {
    if (this.#stopping) return this.#refuse(served, digest, 'STOPPING');
    if (this.#resting || this.#taken.size >= MAX_TASKS) return this.#refuse(served, digest, 'BUSY');
    const taken: Taken = { delivery: this.#deliveryOf(served, assignment, digest), running: false };
    this.#taken.set(digest, taken);
    try {
      await assignmentCheck(this.#deps, assignment);
      const end = await taken.delivery.run(this.#deps.now());
      await this.#conclude(served, assignment, digest, end);
    } catch (error) {
      this.#deps.trace(`assignment ${digest}`, error);
      await this.#refuse(served, digest, error instanceof RefusalError ? error.code : 'INTERNAL');
    } finally {
      this.#taken.delete(digest);
      this.#showQueue();
    }
  }

  #deliveryOf(served: Served, assignment: Assignment, digest: Hex): TaskDelivery {
    const { network, signer, engine, results } = this.#deps;
    const deps = {
      network,
      signer,
      engine,
      results,
      priceOf: (model: string) => served.prices.get(model),
      openTask: (signal: AbortSignal) => served.session.openTask(signal),
      onRequest: () => this.#showQueue(),
      onStart: (request: TaskRequest) => {
        const taken = this.#taken.get(digest);
        if (taken !== undefined) taken.running = true;
        this.#score.begin(assignment.taskId, request);
        this.#showQueue();
      },
      onProgress: (progress: TaskProgress) => this.#score.progress(assignment.taskId, progress),
    };
    return new TaskDelivery(deps, assignment, digest);
  }

  async #conclude(served: Served, assignment: Assignment, digest: Hex, end: DeliveryEnd): Promise<void> {
    const { board, vouchers, results, trace } = this.#deps;
    this.#score.end(assignment.taskId);
    if (end.type === 'refused') {
      trace(`task ${assignment.taskId}`, new RefusalError(end.code, end.detail));
      return this.#score.failed(end.code);
    }
    try {
      if (end.type === 'paid') {
        const { hash, units, model, outcome } = end.work;
        this.#score.done(assignment, model, units, outcome);
        await served.ledger?.settle(
          { assignment, result: hash, units },
          end.payment.receipt,
          end.payment.voucher,
        );
        // What cannot be let go of now goes when it expires.
        await results
          .settle(digest, assignment.expiry)
          .catch((error: unknown) => trace(`result of ${digest}`, error));
      } else {
        await served.ledger?.restore(end.payment.voucher);
      }
      board.set({ earnedWei: worthOf(await vouchers.all()).toString() });
    } catch (error) {
      const described = describeError(error);
      board.set({ error: described });
      // Whoever pays less than it signed for gets no more work of this tab for nothing.
      if (described.code === 'BAD_PAYMENT') this.#leave(assignment.coordinator, described.message);
    }
  }

  async #refuse(served: Served, digest: Hex, code: RefusalCode): Promise<void> {
    if (!served.session.isConnected) return;
    try {
      const stream = await served.session.openTask(AbortSignal.timeout(STOP_GRACE_MS));
      await stream.send({ type: 'refuse', assignment: digest, code });
      await stream.close();
    } catch (error) {
      // It could not be told; its lease lapses, and the task goes to another miner.
      this.#deps.trace(`refusal ${code}`, error);
    }
  }

  #showQueue(): void {
    const waiting = [...this.#taken.values()].filter(({ running }) => !running);
    this.#deps.board.set({ queued: waiting.length });
  }
}
