import type { Address } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import type { FindCoordinator } from '#miner/coordinators/coordinatorDirectory.ts';
import { CoordinatorSession } from '#miner/coordinators/coordinatorSession.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import { StandingWatch } from '#miner/coordinators/standingWatch.ts';
import { PaymentLedger } from '#miner/payments/paymentLedger.ts';
import { type VoucherStore, worthOf } from '#miner/payments/voucherStore.ts';
import { describeError } from '#miner/status/failure.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { NetworkError } from '#network/networkError.ts';
import type { PeerNode } from '#network/peerNode.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { OwnBinding } from '#protocol/signed/ownBinding.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

export interface ServedCoordinatorsDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  node: PeerNode;
  roster: RosterView;
  vouchers: VoucherStore;
  board: StatusBoard;
  find: FindCoordinator;
  /** The GPU as the browser names it. */
  gpu: string;
  /** What the engine can run. */
  offers(): Offer[];
  /** Of that, what this miner takes tasks of now: nothing while it rests. */
  takes(): Offer[];
  /** The stake with which a node takes part when this tab's time is divided. @param stake in wei */
  rate(nodeId: bigint, stake: bigint): bigint;
  /** A coordinator has sent an assignment of its own. */
  onAssigned(assignment: Assignment): void;
  nowSeconds(): number;
  /** Logs a failure that is retried. */
  trace(what: string, error: unknown): void;
}

/** A coordinator with an open session, or one that is being dialled. */
export interface ServedCoordinator {
  readonly session: CoordinatorSession;
  /** Its node: what it may have and owe counts by that, since it can change its key at will. */
  readonly nodeId: bigint;
  /** Its stake in wei, as the chain has it now. */
  stake: bigint;
  /** Undefined until its first welcome. */
  ledger: PaymentLedger | undefined;
  /** By model id, in wei per unit. */
  prices: ReadonlyMap<string, bigint>;
}

/** The coordinators that this miner works for: every active one of the roster but those that did not pay. */
export class ServedCoordinators {
  readonly #deps: ServedCoordinatorsDeps;
  readonly #served = new Map<Address, ServedCoordinator>();
  /**
   * Nodes that did not pay, with what they did. They stay out until the user resumes them, or they retire.
   */
  readonly #left = new Map<bigint, string>();
  readonly #sessions = new Set<Promise<void>>();
  readonly #binding: OwnBinding;
  #unsubscribe: () => void = () => undefined;
  #isStopping = false;

  constructor(deps: ServedCoordinatorsDeps) {
    this.#deps = deps;
    this.#binding = new OwnBinding({ ...deps, peerId: deps.node.peerId });
  }

  start(): void {
    const { roster } = this.#deps;
    this.#unsubscribe = roster.onChange(({ coordinators }) => this.#follow(coordinators));
    this.#follow(roster.current().coordinators);
  }

  /** Opens no more sessions; those that are open stay until `close`. */
  freeze(): void {
    this.#isStopping = true;
    this.#unsubscribe();
  }

  /** Ends all sessions. */
  async close(): Promise<void> {
    this.freeze();
    for (const { session } of this.#served.values()) session.close();
    await Promise.all(this.#sessions);
  }

  /** Tells all at once what this miner takes tasks of now. */
  announce(): void {
    for (const { session } of this.#served.values()) session.announce();
  }

  get(operator: Address): ServedCoordinator | undefined {
    return this.#served.get(operator);
  }

  /** The stake of each coordinator whose court can be asked, in wei. */
  stakes(): ReadonlyMap<Address, bigint> {
    const courts = [...this.#served].filter(([, { session }]) => session.hasCourt);
    return new Map(courts.map(([operator, { stake }]) => [operator, stake]));
  }

  /** With what each node that gives this miner work takes part when this tab's time is divided, in wei. */
  nodeWeights(): ReadonlyMap<bigint, bigint> {
    const connected = [...this.#served.values()].filter(({ session }) => session.isConnected);
    return new Map(connected.map((served) => [served.nodeId, this.weightOf(served)]));
  }

  /** Its stake as its figures rate it, in wei. */
  weightOf({ nodeId, stake }: ServedCoordinator): bigint {
    return this.#deps.rate(nodeId, stake);
  }

  /** Since when a coordinator is connected, in ms of `performance.now`; undefined while it is not. */
  connectedSince(operator: Address): number | undefined {
    return this.#served.get(operator)?.session.connectedSince;
  }

  /** The node of a coordinator that is served; undefined for any other. */
  nodeIdOf(operator: Address): bigint | undefined {
    return this.#served.get(operator)?.nodeId;
  }

  /** A stream for one question to a coordinator's court. @throws NetworkError NOT_CONNECTED, OPEN_FAILED */
  async openCourt(operator: Address, signal: AbortSignal): Promise<FrameStream> {
    const served = this.#served.get(operator);
    if (served === undefined)
      throw new NetworkError('NOT_CONNECTED', 'The coordinator is not served any more.');
    return served.session.openCourt(signal);
  }

  /** Leaves a coordinator that did not pay, whatever its key is by now. @param sentence what it did */
  leave(nodeId: bigint, sentence: string): void {
    this.#left.set(nodeId, sentence);
    for (const [operator, served] of this.#served) {
      if (served.nodeId !== nodeId) continue;
      served.session.close();
      this.#served.delete(operator);
      this.#showLeft(operator, sentence);
    }
  }

  /** Serves a coordinator again that was left for not paying. What it still owes is written off. */
  resume(operator: Address): void {
    const { coordinators } = this.#deps.roster.current();
    const node = coordinators.find((each) => each.operator === operator);
    if (this.#isStopping || node === undefined || !this.#left.delete(node.id)) return;
    this.#follow(coordinators);
  }

  /**
   * Opens sessions to coordinators that became active and closes those to coordinators that no longer are.
   */
  #follow(coordinators: readonly RosterNode[]): void {
    const { board } = this.#deps;
    const active = new Map(
      coordinators.filter(({ weight }) => weight > 0n).map((node) => [node.operator, node]),
    );
    const known = new Set(coordinators.map(({ id }) => id));
    for (const nodeId of this.#left.keys()) if (!known.has(nodeId)) this.#left.delete(nodeId);
    for (const { operator } of board.current().coordinators)
      if (!active.has(operator)) board.dropCoordinator(operator);
    for (const [operator, served] of this.#served) {
      served.stake = active.get(operator)?.weight ?? 0n;
      if (active.has(operator) && !this.#left.has(served.nodeId)) continue;
      served.session.close();
      this.#served.delete(operator);
    }
    for (const [operator, node] of active) {
      const sentence = this.#left.get(node.id);
      if (sentence !== undefined) this.#showLeft(operator, sentence);
      else if (!this.#served.has(operator)) this.#open(node);
    }
  }

  #showLeft(operator: Address, sentence: string): void {
    const told = { state: 'left', code: null, sentence: `${sentence} This tab left it.` } as const;
    this.#deps.board.setCoordinator(operator, told);
  }

  #open(coordinator: RosterNode): void {
    const session = this.#sessionWith(coordinator);
    this.#served.set(coordinator.operator, {
      ...{ session, nodeId: coordinator.id, stake: coordinator.weight, ledger: undefined, prices: new Map() },
    });
    const running = session.run().finally(() => this.#sessions.delete(running));
    this.#sessions.add(running);
  }

  #sessionWith(coordinator: RosterNode): CoordinatorSession {
    const { network, node, find, nowSeconds, signer, roster, board, gpu, offers, takes, trace, onAssigned } =
      this.#deps;
    const { operator } = coordinator;
    return new CoordinatorSession(coordinator, {
      network,
      node,
      find,
      nowSeconds,
      trace,
      onAssigned,
      takes,
      hello: async () => ({
        version: PROTOCOL_VERSION,
        binding: await this.#binding.current(),
        models: offers(),
        gpu,
      }),
      standing: new StandingWatch(roster, signer.address, nowSeconds),
      onState: (state) => {
        if (!this.#served.has(operator)) return;
        board.setCoordinator(operator, state);
      },
      onWelcome: (prices, voucher) => this.#welcome(operator, prices, voucher),
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
    const parties = { payer: operator, payee: signer.address };
    served.ledger ??= await PaymentLedger.open(network, parties, vouchers);
    try {
      await served.ledger.welcome(voucher);
    } catch (error) {
      board.set({ error: describeError(error) });
      throw new RefusalError('BAD_SIGNATURE', 'the welcome’s voucher');
    }
    board.set({ earnedWei: worthOf(await vouchers.all()).toString() });
  }
}
