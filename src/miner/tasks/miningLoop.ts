import type { Address } from 'viem';
import type { Channel } from '#chain/payments/channel.ts';
import type { AnswerStore } from '#miner/answers/answerStore.ts';
import { watchChain } from '#miner/coordinators/chainWatch.ts';
import type { FindCoordinator } from '#miner/coordinators/coordinatorDirectory.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import { ServedCoordinators } from '#miner/coordinators/servedCoordinators.ts';
import { listenToOwnShard } from '#miner/coordinators/shardListener.ts';
import type { ModelLoans } from '#miner/engine/modelLoans.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { Juror, type JuryBench } from '#miner/jury/juror.ts';
import { ChannelCredit } from '#miner/payments/channelCredit.ts';
import type { CreditPrices } from '#miner/payments/creditPrices.ts';
import { type VoucherStore, worthOf } from '#miner/payments/voucherStore.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import { TaskScore } from '#miner/status/taskScore.ts';
import { AssignmentIntake } from '#miner/tasks/assignmentIntake.ts';
import { GpuShare } from '#miner/tasks/gpuShare.ts';
import { settleTask } from '#miner/tasks/taskSettlement.ts';
import type { SignedResultStore } from '#miner/tasks/work/signedResultStore.ts';
import { CoordinatorWatch, type WatchBench } from '#miner/watch/coordinatorWatch.ts';
import type { PeerNode } from '#network/peerNode.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import { refusalSentence } from '#protocol/refusal.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/** A running task may end within this time after `stop`, in ms; then it is handed back too. */
const STOP_GRACE_MS = 20_000;

export interface MiningDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  node: PeerNode;
  roster: RosterView;
  engine: TaskEngine;
  /** Models for juries that the engine does not offer. */
  loans: Pick<ModelLoans, 'fetch' | 'lend'>;
  vouchers: VoucherStore;
  creditPrices: CreditPrices;
  /** The channel from a coordinator's key to this miner. */
  readChannel(payer: Address): Promise<Channel>;
  /** The node that a key serves or once served. */
  readNodeId(operator: Address): Promise<bigint>;
  results: SignedResultStore;
  answers: AnswerStore;
  bench: JuryBench;
  watch: WatchBench;
  board: StatusBoard;
  find: FindCoordinator;
  /** The GPU as the browser names it. */
  gpu: string;
  nowSeconds(): number;
  /** Logs a failure that is retried or waited out. */
  trace(what: string, error: unknown): void;
}

/**
 * The miner at work. It serves every active coordinator (`ServedCoordinators`), takes and delivers what the
 * draw gives it (`AssignmentIntake`), checks that each task is paid (`settleTask`), and sits on the juries
 * for which it is drawn (`Juror`), and watches the coordinators (`CoordinatorWatch`).
 */
export class MiningLoop {
  readonly #deps: MiningDeps;
  readonly #coordinators: ServedCoordinators;
  readonly #intake: AssignmentIntake;
  readonly #juror: Juror;
  readonly #watch: CoordinatorWatch;
  readonly #share: GpuShare;
  #unsubscribe: () => void = () => undefined;
  #unwatchChain: () => void = () => undefined;
  #isStopping = false;
  #isResting = false;

  constructor(deps: MiningDeps) {
    this.#deps = deps;
    const score = new TaskScore(deps.board, deps.nowSeconds);
    const offers = (): Offer[] => {
      const { engine } = deps;
      return engine.models().map((id) => ({ id, together: engine.together(id) }));
    };
    const takes = () => (this.#takesNone ? [] : offers());
    this.#share = new GpuShare({ nowMs: () => performance.now(), onChange: () => this.#takeOrRest() });
    const coordinators = new ServedCoordinators({
      ...{ ...deps, offers },
      takes,
      rate: (nodeId, stake) => this.#watch.rate(nodeId, stake),
      onAssigned: (assignment) => {
        this.#intake.hear(assignment);
        this.#watch.see(assignment);
      },
    });
    this.#coordinators = coordinators;
    this.#intake = new AssignmentIntake({
      ...deps,
      coordinators,
      score,
      credit: new ChannelCredit({
        ...deps,
        prices: deps.creditPrices,
        uptimeMs: () => performance.now(),
        onCovered: (operator, isCovered) =>
          deps.board.setCoordinator(operator, {
            code: isCovered ? null : 'UNFUNDED',
            sentence: isCovered ? null : refusalSentence('UNFUNDED'),
          }),
      }),
      refusal: () => (this.#isStopping ? 'STOPPING' : this.#takesNone ? 'BUSY' : undefined),
      settle: (task, end) => settleTask({ ...deps, coordinators, score }, task, end),
    });
    this.#juror = new Juror({
      ...deps,
      ...deps.bench,
      relays: coordinators,
      isResting: () => this.#rests,
    });
    this.#watch = new CoordinatorWatch({
      ...{ ...deps, ...deps.watch, coordinators },
      idleSince: () => this.#intake.idleSince,
      troubleAt: (nodeId) => this.#intake.troubleAt(nodeId),
      pricesAt: (operator) => {
        const prices = coordinators.get(operator)?.prices;
        return takes().flatMap(({ id }) => prices?.get(id) ?? []);
      },
    });
  }

  async start(): Promise<void> {
    const { board, node, roster, signer, vouchers } = this.#deps;
    const earned = worthOf(await vouchers.all());
    if (this.#isStopping) return;
    board.set({ earnedWei: earned.toString() });
    const unsubscribe = [
      node.onGossip('assignment', (assignment) => {
        this.#intake.overhear(assignment);
        this.#watch.see(assignment);
      }),
      node.onGossip('audit', (notice) => this.#watch.hear(notice)),
      listenToOwnShard(node, roster, signer.address),
      board.subscribe(() => this.#share.running(board.current().current.length)),
    ];
    this.#unsubscribe = () => unsubscribe.forEach((stop) => stop());
    this.#coordinators.start();
    this.#unwatchChain = watchChain(this.#deps.roster, board, () => this.announce());
    this.#juror.start();
    this.#watch.start();
  }

  /**
   * Hands waiting tasks back at once, gives the running one time to end, and leaves the coordinators.
   * @param graceMs how long the running one may take, in ms
   */
  async stop(graceMs: number = STOP_GRACE_MS): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#unsubscribe();
    this.#unwatchChain();
    this.#share.stop();
    this.#juror.stop();
    this.#watch.stop();
    this.#coordinators.freeze();
    this.#intake.handBackWaiting('STOPPING');
    const grace = setTimeout(() => {
      this.#intake.handBackAll('STOPPING');
      this.#intake.leaveHeld();
    }, graceMs);
    await this.#intake.idle();
    clearTimeout(grace);
    await this.#coordinators.close();
    this.#deps.board.set({
      coordinators: [],
      current: [],
      queued: 0,
      chainProblem: null,
      isClockFast: false,
    });
  }

  /**
   * Pauses or resumes taking tasks. A paused miner stays connected, hands back waiting tasks and finishes
   * those that run.
   */
  rest(resting: boolean): void {
    if (this.#isStopping || this.#isResting === resting) return;
    this.#isResting = resting;
    this.#takeOrRest();
  }

  /** Works for at most this share of the time. @param percent 1 to 100 */
  limitShare(percent: number): void {
    if (!this.#isStopping) this.#share.limit(percent);
  }

  #takeOrRest(): void {
    if (this.#rests) this.#intake.handBackWaiting('BUSY');
    const { restMs } = this.#share;
    const restsUntil = restMs === undefined ? null : this.#deps.nowSeconds() + Math.ceil(restMs / 1_000);
    this.#deps.board.set({ resting: this.#rests, restsUntil });
    this.announce();
  }

  /** Paused, or the GPU has had its share of the time. */
  get #rests(): boolean {
    return this.#isResting || this.#share.takesNone;
  }

  /** It rests, or is without a view of the chain against which it could check an assignment. */
  get #takesNone(): boolean {
    return this.#rests || this.#deps.roster.health().tooOld;
  }

  /** Tells the coordinators at once what the engine offers now. */
  announce(): void {
    if (!this.#isStopping) this.#coordinators.announce();
  }

  /** Serves a coordinator again that was left for not paying. What it still owes is written off. */
  resume(operator: Address): void {
    this.#coordinators.resume(operator);
  }
}
