import type { Address } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { abortableSleep } from '#miner/abortableSleep.ts';
import type { CoordinatorAddress, FindCoordinator } from '#miner/coordinators/coordinatorDirectory.ts';
import { SessionHeartbeat } from '#miner/coordinators/sessionHeartbeat.ts';
import type { StandingWatch } from '#miner/coordinators/standingWatch.ts';
import type { CoordinatorStatus } from '#miner/status/minerStatus.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { NetworkError } from '#network/networkError.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { COURT_FRAME_BYTES, COURT_PROTOCOL } from '#protocol/court/courtFrames.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import {
  type Hello,
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  sessionFrameSchema,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
} from '#protocol/messages/stream.ts';
import { type RefusalCode, RefusalError, refusalSentence } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { checkPeerBinding } from '#protocol/signed/peerBinding.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** First and longest backoff between two dials, in ms: tabs are back within seconds of their relay. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** How long the answer to `hello` may take, in ms: the coordinator checks one signature and its roster. */
const WELCOME_TIMEOUT_MS = 15_000;
/** After a refusal the miner says hello again after this time, in ms, even if the chain shows no change. */
const REFUSED_PAUSE_MS = 30_000;

/** Refusals of a node that is no longer active. It may be a juror still, which coordinators take in. */
const INACTIVE_CODES: readonly RefusalCode[] = ['UNDER_STAKED', 'JAILED', 'RETIRED'];
/** Refusals that end when the miner's standing on the chain changes. */
const STANDING_CODES: readonly RefusalCode[] = ['NOT_REGISTERED', ...INACTIVE_CODES];

export interface SessionDeps {
  network: NetworkIdentity;
  node: PeerNode;
  find: FindCoordinator;
  hello(): Promise<Hello>;
  /** Models of which this miner takes tasks now. */
  takes(): Offer[];
  nowSeconds(): number;
  /** The miner's standing on the chain; a change may end a refusal. */
  standing: StandingWatch;
  onState(state: Partial<CoordinatorStatus>): void;
  /** Logs a failure that is retried. */
  trace(what: string, error: unknown): void;
  /** Called with each assignment that names this coordinator; nothing else of it was checked. */
  onAssigned(assignment: Assignment): void;
  /** Called with a welcome's prices (wei per unit, by model id) and the coordinator's newest voucher. */
  onWelcome(prices: ReadonlyMap<string, bigint>, voucher: Voucher | null): Promise<void>;
}

/**
 * The session with one coordinator: finds it, dials it, says hello, and reconnects after every loss until
 * closed.
 */
export class CoordinatorSession {
  readonly operator: Address;
  readonly #coordinator: RosterNode;
  readonly #deps: SessionDeps;
  readonly #over = new AbortController();
  /** Before the next dial, in ms. */
  #pause = FIRST_PAUSE_MS;
  readonly #waiting = new Set<(peer: string) => void>();
  /** The coordinator's peer id while connected. */
  #peer: string | undefined;
  /** The same while it gives no work but may take a juror's votes: see `INACTIVE_CODES`. */
  #courtPeer: string | undefined;
  /** Since when, in ms of a clock that never jumps. */
  #connectedAt = 0;
  #heartbeat: SessionHeartbeat | undefined;

  constructor(coordinator: RosterNode, deps: SessionDeps) {
    this.operator = coordinator.operator;
    this.#coordinator = coordinator;
    this.#deps = deps;
  }

  get isConnected(): boolean {
    return this.#peer !== undefined;
  }

  /** Whether its court can be asked: it is connected, or only gives this node no work. */
  get hasCourt(): boolean {
    return this.#peer !== undefined || this.#courtPeer !== undefined;
  }

  /** Since when it is connected, in ms of `performance.now`; undefined while it is not. */
  get connectedSince(): number | undefined {
    return this.#peer === undefined ? undefined : this.#connectedAt;
  }

  /** Runs until `close`. Failures are reported as states; it never rejects. */
  async run(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      this.#deps.onState({ state: 'connecting', code: null, sentence: null });
      const { refusal, peer } = await this.#serve();
      if (signal.aborted) break;
      this.#courtPeer = refusal !== undefined && INACTIVE_CODES.includes(refusal) ? peer : undefined;
      await (refusal === undefined ? this.#comeBack() : this.#waitOut(refusal)).catch(() => undefined);
    }
  }

  /**
   * A stream for one task, once the coordinator is connected.
   * @throws NetworkError; the signal's reason
   */
  async openTask(signal: AbortSignal): Promise<FrameStream> {
    const both = AbortSignal.any([signal, this.#over.signal]);
    const peer = this.#peer ?? (await this.#nextPeer(both));
    return this.#deps.node.open(peer, TASK_PROTOCOL, { frameBytes: TASK_FRAME_BYTES, signal: both });
  }

  /** A stream for one question to the coordinator's court. @throws NetworkError NOT_CONNECTED, OPEN_FAILED */
  async openCourt(signal: AbortSignal): Promise<FrameStream> {
    const peer = this.#peer ?? this.#courtPeer;
    if (peer === undefined) throw new NetworkError('NOT_CONNECTED', 'The coordinator is not connected.');
    const both = AbortSignal.any([signal, this.#over.signal]);
    return this.#deps.node.open(peer, COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES, signal: both });
  }

  /** Tells the coordinator at once what this miner takes tasks of now. */
  announce(): void {
    this.#heartbeat?.beat();
  }

  /** Leaves the coordinator for good. */
  close(): void {
    this.#over.abort(new RefusalError('STOPPING'));
  }

  /** One connection, from the look-up to its loss. @returns the refusal that ended it, and whose, if any */
  async #serve(): Promise<{ refusal?: RefusalCode | undefined; peer?: string | undefined }> {
    const { signal } = this.#over;
    let [stream, peer]: [FrameStream?, string?] = [];
    try {
      const address = await this.#deps.find(this.#coordinator, signal);
      this.#deps.onState({ name: address.name });
      peer = await this.#dial(address, signal);
      stream = await this.#deps.node.open(peer, SESSION_PROTOCOL, {
        frameBytes: SESSION_FRAME_BYTES,
        signal,
      });
      await stream.send(await this.#deps.hello());
      await this.#welcomed(stream, signal);
      this.#pause = FIRST_PAUSE_MS;
      this.#heartbeat = new SessionHeartbeat(stream, this.#deps.takes);
      // What it takes may have changed since the hello.
      this.announce();
      this.#setConnected(peer);
      this.#deps.onState({ state: 'connected' });
      return { refusal: await this.#hear(stream, signal), peer };
    } catch (error) {
      if (error instanceof RefusalError && !signal.aborted) return { refusal: error.code, peer };
      // Not found, not reached or lost: in each case it is dialled again after a backoff.
      this.#deps.trace(`coordinator ${this.operator}`, error);
      // A connection may be dead without knowing it, and dialling would find it open.
      if (peer !== undefined) await this.#deps.node.disconnect(peer);
      return {};
    } finally {
      this.#heartbeat?.stop();
      this.#heartbeat = undefined;
      this.#peer = undefined;
      await stream?.close();
    }
  }

  /**
   * Receives assignments and answers to heartbeats until the session ends.
   * @returns the code with which it was dismissed, if it was
   */
  async #hear(stream: FrameStream, signal: AbortSignal): Promise<RefusalCode | undefined> {
    for (;;) {
      const frame = await stream.receive(sessionFrameSchema, { signal });
      this.#heartbeat?.heard();
      if (frame?.type === 'heartbeat') {
        // Anything else it may send is bounded, too.
        if (this.#heartbeat?.answered()) continue;
        throw new RefusalError('MALFORMED', 'an answer to no heartbeat');
      }
      if (frame?.type !== 'assigned') {
        if (frame?.type === 'welcome') throw new RefusalError('MALFORMED', 'a second welcome');
        return frame?.code;
      }
      if (frame.assignment.coordinator !== this.operator)
        throw new RefusalError('MALFORMED', 'an assignment of another coordinator');
      this.#deps.onAssigned(frame.assignment);
    }
  }

  async #dial(address: CoordinatorAddress, signal: AbortSignal): Promise<string> {
    const peer = await this.#deps.node.dial(address.multiaddrs, { signal });
    if (peer !== address.peerId) {
      throw new RefusalError('BAD_BINDING', 'another peer answers at this address');
    }
    return peer;
  }

  /** @throws RefusalError when refused, or when the peer is not bound to this coordinator */
  async #welcomed(stream: FrameStream, signal: AbortSignal): Promise<void> {
    const receive = (inTime: AbortSignal) => stream.receive(sessionFrameSchema, { signal: inTime });
    const frame = await withinMs(WELCOME_TIMEOUT_MS, receive, signal);
    if (frame === undefined) throw new Error('the coordinator closed the session without an answer');
    if (frame.type === 'dismissed') throw new RefusalError(frame.code);
    if (frame.type !== 'welcome') throw new RefusalError('MALFORMED', `${frame.type} before welcome`);
    await checkPeerBinding(this.#deps.network, frame.binding, stream.peer, this.#deps.nowSeconds());
    if (frame.binding.operator !== this.operator) {
      throw new RefusalError('BAD_BINDING', 'bound to another operator');
    }
    const prices = new Map(frame.models.map(({ id, unitPrice }) => [id, unitPrice]));
    await this.#deps.onWelcome(prices, frame.voucher);
  }

  #setConnected(peer: string): void {
    this.#peer = peer;
    this.#connectedAt = performance.now();
    for (const resolve of this.#waiting) resolve(peer);
  }

  async #nextPeer(signal: AbortSignal): Promise<string> {
    let wake: (peer: string) => void = () => undefined;
    const connected = new Promise<string>((resolve) => (wake = resolve));
    this.#waiting.add(wake);
    try {
      return await untilAborted(connected, signal);
    } finally {
      this.#waiting.delete(wake);
    }
  }

  #comeBack(): Promise<void> {
    const sentence = 'The coordinator does not answer; trying again.';
    this.#deps.onState({ state: 'away', code: null, sentence });
    return this.#backOff();
  }

  /** Exponential backoff with jitter, so that tabs that lost the same relay do not all redial at once. */
  #backOff(): Promise<void> {
    const ms = this.#pause * (0.5 + Math.random() / 2);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
    return abortableSleep(ms, this.#over.signal);
  }

  async #waitOut(code: RefusalCode): Promise<void> {
    const { standing, onState } = this.#deps;
    onState({ state: 'refused', code, sentence: refusalSentence(code) });
    const isStanding = STANDING_CODES.includes(code);
    // The miner is active again, but the coordinator has not read that block yet.
    if (isStanding && standing.current() === 'ACTIVE') return this.#backOff();
    const done = new AbortController();
    const signal = AbortSignal.any([this.#over.signal, done.signal]);
    try {
      const pause = abortableSleep(REFUSED_PAUSE_MS, signal);
      await (isStanding ? Promise.race([pause, standing.changed(signal)]) : pause);
    } finally {
      done.abort();
    }
    this.#pause = FIRST_PAUSE_MS;
    return this.#backOff();
  }
}
