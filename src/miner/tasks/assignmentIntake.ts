import type { Hex } from 'viem';
import { ChainError } from '#chain/chainError.ts';
import type { AnswerStore } from '#miner/answers/answerStore.ts';
import { CoordinatorPlaces } from '#miner/coordinators/coordinatorPlaces.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { ServedCoordinators } from '#miner/coordinators/servedCoordinators.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import type { ChannelCredit } from '#miner/payments/channelCredit.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { TaskScore } from '#miner/status/taskScore.ts';
import { assignmentCheck } from '#miner/tasks/assignmentCheck.ts';
import { type DeliveryEnd, TaskDelivery } from '#miner/tasks/taskDelivery.ts';
import type { ServedAssignment } from '#miner/tasks/taskSettlement.ts';
import { TurnWatch } from '#miner/tasks/turnWatch.ts';
import type { SignedResultStore } from '#miner/tasks/work/signedResultStore.ts';
import { KeyedBuckets } from '#network/limits/keyedBuckets.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import { type Assignment, assignmentDigest, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** Assignments remembered as heard: gossip may deliver one again. */
const KEPT_DIGESTS = 1_000;
/**
 * Assignments of one coordinator, each of which costs a hash, and most a signature and a draw to check. An
 * honest one sends an assignment again every 3 s until it is taken, and gossips it as well.
 */
export const ASSIGNMENT_RATE = { perSecond: 20, burst: 100 };
/** A refusal that cannot be sent within this time is dropped, in ms: the lease ends by itself. */
const REFUSAL_TIMEOUT_MS = 20_000;

/**
 * Results of one coordinator that may wait for their payment. Draws wait for a block, and audits for each
 * other. With more, a coordinator that pays nobody could gain more than its stake loses
 * (docs/trust/economics.md).
 */
export const MOST_HELD = 7;

/**
 * Assignments in a row that are over by the clock here when they come, and not by the chain's. One alone may
 * have waited while this device slept. Those that are over by both are results whose payment waits, which
 * another browser with this key has delivered.
 */
const MOST_OVER = 2;

/** A clock that never jumps. */
const uptimeMs = () => performance.now();

export interface AssignmentIntakeDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  roster: RosterView;
  engine: TaskEngine;
  results: SignedResultStore;
  answers: Pick<AnswerStore, 'keep'>;
  coordinators: ServedCoordinators;
  /** What coordinators may owe. */
  credit: Pick<ChannelCredit, 'allows'>;
  board: StatusBoard;
  score: TaskScore;
  /** While defined, every assignment is refused with this code. */
  refusal(): RefusalCode | undefined;
  /** Concludes a task that was taken. */
  settle(task: ServedAssignment, end: DeliveryEnd): Promise<void>;
  nowSeconds(): number;
  trace(what: string, error: unknown): void;
}

/** Where our own chain node fails, nobody is to blame: BUSY asks to be passed over for a moment. */
const refusalFor = (error: unknown): RefusalCode => {
  if (error instanceof ChainError) return 'BUSY';
  return error instanceof RefusalError ? error.code : 'INTERNAL';
};

interface TakenTask {
  /** Its coordinator's node. */
  readonly nodeId: bigint;
  readonly delivery: TaskDelivery;
  readonly turn: TurnWatch;
  isRunning: boolean;
}

/**
 * Receives assignments, refuses those that are invalid or too many, and sees the others through to the end.
 */
export class AssignmentIntake {
  readonly #deps: AssignmentIntakeDeps;
  readonly #heard = new Set<Hex>();
  readonly #taken = new Map<Hex, TakenTask>();
  /** Delivered and not paid yet, each with its coordinator's node. */
  readonly #held = new Map<TaskDelivery, bigint>();
  #isLeaving = false;
  #overInARow = 0;
  #idleSince = uptimeMs();
  readonly #troubleAt = new Map<bigint, number>();
  /** By node: a coordinator has its rate whatever its key, and one node costs it a stake. */
  readonly #rates = new KeyedBuckets<bigint>(ASSIGNMENT_RATE);
  readonly #work = new Set<Promise<void>>();
  readonly #places: CoordinatorPlaces;

  constructor(deps: AssignmentIntakeDeps) {
    this.#deps = deps;
    this.#places = new CoordinatorPlaces({ stakes: () => deps.coordinators.nodeWeights(), nowMs: uptimeMs });
  }

  /** Since when it has no task, in ms of `performance.now`; undefined while it has one. */
  get idleSince(): number | undefined {
    return this.#taken.size > 0 ? undefined : this.#idleSince;
  }

  /** When a task of a node was last refused, failed or lost, in ms of `performance.now`. */
  troubleAt(nodeId: bigint): number | undefined {
    return this.#troubleAt.get(nodeId);
  }

  /** Tasks taken and not finished. */
  get load(): number {
    return this.#taken.size;
  }

  /** A gossiped assignment; those of other miners are ignored. */
  overhear(assignment: Assignment): void {
    if (assignment.miner !== this.#deps.signer.address) return;
    try {
      this.hear(assignment);
    } catch (error) {
      this.#deps.trace('a gossiped assignment', error);
    }
  }

  /**
   * Takes or refuses an assignment; ignores repeated ones.
   * @throws RefusalError MALFORMED when it is another miner's, or its coordinator sends too many
   */
  hear(assignment: Assignment): void {
    const { network, signer, coordinators } = this.#deps;
    if (assignment.miner !== signer.address)
      throw new RefusalError('MALFORMED', 'another miner’s assignment');
    const served = coordinators.get(assignment.coordinator);
    if (served === undefined) return;
    if (!this.#rates.take(served.nodeId, uptimeMs()))
      throw new RefusalError('MALFORMED', 'more assignments than a tab can take');
    const digest = assignmentDigest(network, assignment);
    if (this.#heard.has(digest)) return;
    this.#heard.add(digest);
    if (this.#heard.size > KEPT_DIGESTS) this.#heard.delete(this.#heard.values().next().value!);
    const work = this.#answer({ served, assignment, digest }).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  /** Hands back the tasks that still wait for the GPU. */
  handBackWaiting(code: RefusalCode): void {
    for (const { delivery, isRunning } of this.#taken.values()) if (!isRunning) delivery.cancel(code);
  }

  /** Hands back every task, running ones too. */
  handBackAll(code: RefusalCode): void {
    for (const { delivery } of this.#taken.values()) delivery.cancel(code);
  }

  /** Waits for no payment any longer: the coordinator’s next welcome brings it. */
  leaveHeld(): void {
    this.#isLeaving = true;
    for (const delivery of this.#held.keys()) delivery.cancel('STOPPING');
  }

  /** Resolves when every task taken so far has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#work);
  }

  async #answer(task: ServedAssignment): Promise<void> {
    const { assignment, digest } = task;
    const { nodeId } = task.served;
    const refusal = this.#deps.refusal();
    if (refusal !== undefined) return this.#refuse(task, refusal);
    if (this.#heldBy(nodeId) >= MOST_HELD) return this.#refuse(task, 'UNFUNDED');
    if (!this.#places.take(nodeId)) return this.#refuse(task, 'BUSY');
    const delivery = this.#deliveryOf(task);
    const turn = new TurnWatch({ nowMs: uptimeMs, onLate: () => delivery.cancel('BUSY') });
    this.#taken.set(digest, { nodeId, delivery, turn, isRunning: false });
    try {
      await assignmentCheck(this.#deps, assignment).catch(async (error: unknown) => {
        // With a signed result it was checked before, when its epoch was not yet old.
        if ((await this.#deps.results.find(digest, assignment.expiry)) === undefined) throw error;
      });
      this.#noteOver(0);
      const asker = { nodeId, operator: assignment.coordinator };
      if (!(await this.#deps.credit.allows(asker, assignment.unitPrice))) throw new RefusalError('UNFUNDED');
      const end = await delivery.run(this.#deps.nowSeconds());
      if (end.type === 'refused') this.#troubleAt.set(nodeId, uptimeMs());
      if (end.type === 'unanswered') this.#places.unanswered(nodeId);
      await this.#deps.settle(task, end);
    } catch (error) {
      this.#deps.trace(`assignment ${digest}`, error);
      const isOverHere = refusalFor(error) === 'LEASE_OVER';
      if (isOverHere && assignment.expiry > this.#deps.roster.current().minedAt)
        this.#noteOver(this.#overInARow + 1);
      await this.#refuse(task, refusalFor(error));
    } finally {
      this.#release(digest);
      this.#held.delete(delivery);
    }
  }

  #noteOver(inARow: number): void {
    this.#overInARow = inARow;
    const isClockFast = inARow >= MOST_OVER;
    if (isClockFast !== this.#deps.board.current().isClockFast) this.#deps.board.set({ isClockFast });
  }

  #heldBy(nodeId: bigint): number {
    return [...this.#held.values()].filter((each) => each === nodeId).length;
  }

  /** A task is no longer worked on, so that its place is free for another. */
  #release(digest: Hex): void {
    const taken = this.#taken.get(digest);
    if (taken === undefined) return;
    taken.turn.stop();
    this.#taken.delete(digest);
    this.#idleSince = uptimeMs();
    this.#places.free(taken.nodeId);
    this.#showQueue();
  }

  #deliveryOf({ served, assignment, digest }: ServedAssignment): TaskDelivery {
    const { network, signer, engine, results, answers, coordinators, score, nowSeconds } = this.#deps;
    const deps = {
      network,
      signer,
      engine,
      results,
      answers,
      claim: { client: assignment.coordinator, weight: () => Number(coordinators.weightOf(served)) },
      priceOf: (model: string) => served.prices.get(model),
      openTask: (signal: AbortSignal) => served.session.openTask(signal),
      onRequest: () => {
        this.#taken.get(digest)?.turn.start((assignment.expiry - nowSeconds()) * 1_000);
        this.#showQueue();
      },
      onStart: (request: TaskRequest) => {
        const taken = this.#taken.get(digest);
        if (taken !== undefined) taken.isRunning = true;
        taken?.turn.stop();
        score.begin(assignment.taskId, request);
        this.#showQueue();
      },
      onProgress: (progress: TaskProgress) => {
        score.progress(assignment.taskId, progress);
        for (const { nodeId, turn } of this.#taken.values()) if (nodeId === served.nodeId) turn.moved();
      },
      onHeld: () => {
        this.#release(digest);
        score.end(assignment.taskId);
        this.#held.set(delivery, served.nodeId);
        if (this.#isLeaving) delivery.cancel('STOPPING');
      },
    };
    const delivery = new TaskDelivery(deps, assignment, digest);
    return delivery;
  }

  async #refuse({ served, assignment, digest }: ServedAssignment, code: RefusalCode): Promise<void> {
    // What its coordinator has not signed excuses no passing over.
    if (await isAssignmentSigned(this.#deps.network, assignment))
      this.#troubleAt.set(served.nodeId, uptimeMs());
    if (!served.session.isConnected) return;
    try {
      const stream = await withinMs(REFUSAL_TIMEOUT_MS, (signal) => served.session.openTask(signal));
      await stream.send({ type: 'refuse', assignment: digest, code });
      await stream.close();
    } catch (error) {
      // The lease ends by itself, and the task goes to another miner.
      this.#deps.trace(`refusal ${code}`, error);
    }
  }

  #showQueue(): void {
    const waiting = [...this.#taken.values()].filter(({ isRunning }) => !isRunning);
    this.#deps.board.set({ queued: waiting.length });
  }
}
