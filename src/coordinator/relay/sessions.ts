import type { Logger } from 'pino';
import type { Address } from 'viem';
import type { Standing } from '#chain/standing.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { JurorPlaces } from '#coordinator/miners/jurorPlaces.ts';
import type { MinerPool, MinerSession } from '#coordinator/miners/minerPool.ts';
import type { Admission } from '#coordinator/relay/admission.ts';
import { SessionChannel } from '#coordinator/relay/sessionChannel.ts';
import type { Scheduler } from '#coordinator/scheduler/scheduler.ts';
import type { Ledger } from '#coordinator/settlement/ledger.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { KeyedBuckets } from '#network/limits/keyedBuckets.ts';
import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import {
  HEARTBEAT_LIFETIME_S,
  type Hello,
  heartbeatSchema,
  helloSchema,
  type SessionFrame,
} from '#protocol/messages/stream.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import { OwnBinding } from '#protocol/signed/ownBinding.ts';
import { checkPeerBinding } from '#protocol/signed/peerBinding.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/** Time for a peer's hello after it opened the stream, in ms: a silent peer only occupies a place. */
const HELLO_TIMEOUT_MS = 10_000;

/**
 * Without a heartbeat for this long a connection counts as dead, in ms: a miner counts as away, and gets no
 * task, after half of that.
 */
const SILENCE_MS = 2 * HEARTBEAT_LIFETIME_S * 1_000;
/** Hellos of one peer: each costs signatures and reads of the database. A refused tab waits for seconds. */
const HELLOS: Rate = { perSecond: 0.5, burst: 5 };
/** Heartbeats of one miner: one in 15 s, and one more whenever its offers change. */
const HEARTBEATS: Rate = { perSecond: 1, burst: 20 };

export interface SessionsDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  peerId: string;
  catalogue: ModelCatalogue;
  admission: Admission;
  pool: MinerPool;
  jurors: JurorPlaces;
  scheduler: Scheduler;
  ledger: Ledger;
  /** Whether an operator key may still have to vote on a jury, active or not. */
  mayServe(operator: Address): Promise<boolean>;
  /** A miner was admitted. */
  onJoined(miner: Address): void;
  /** A peer's session has ended; the peer may still be connected. */
  onLeft(peer: string): void;
  /** Closes the connection to a peer. */
  disconnect(peer: string): Promise<void>;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** Admits miners, keeps their sessions and ends them: the coordinator's side of the session protocol. */
export class Sessions {
  readonly #deps: SessionsDeps;
  readonly #binding: OwnBinding;
  /** Of each connected peer that has said hello. */
  readonly #hellos = new KeyedBuckets<string>(HELLOS);
  #stopping = false;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
    this.#binding = new OwnBinding({ ...deps, nowSeconds: () => Math.floor(deps.nowMs() / 1_000) });
  }

  /** One session stream, from hello to its end. */
  async handle(stream: FrameStream): Promise<void> {
    const channel = new SessionChannel(stream, this.#deps.log);
    let session: MinerSession;
    try {
      const hello = await stream.receive(helloSchema, { signal: AbortSignal.timeout(HELLO_TIMEOUT_MS) });
      if (hello === undefined) return;
      if (!this.#hellos.take(stream.peer, this.#deps.uptimeMs()))
        throw new RefusalError('MALFORMED', 'too many hellos');
      session = await this.#admit(stream, channel, hello);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      this.#deps.log.info({ peer: stream.peer, code: error.code }, 'miner turned away');
      // A malformed frame aborts the stream, so no answer can be sent.
      if (error.code !== 'MALFORMED') await send(stream, { type: 'dismissed', code: error.code });
      return;
    }
    try {
      await this.#hear(stream, channel, session);
    } finally {
      await this.#leave(session, undefined);
    }
  }

  /** The last connection to a peer is gone. */
  async peerGone(peer: string): Promise<void> {
    this.#hellos.forget(peer);
    this.#deps.jurors.leave(peer);
    const session = this.#deps.pool.ofPeer(peer);
    if (session !== undefined) await this.#leave(session, undefined);
  }

  /** Dismisses every miner that the chain no longer allows to work. */
  async reviewStandings(): Promise<void> {
    const { pool, admission, log } = this.#deps;
    for (const session of pool.all()) {
      const standing = await admission.standing(session.operator, true);
      if (standing === 'ACTIVE') continue;
      log.info({ miner: session.operator, code: standing }, 'miner dismissed');
      session.dismiss(standing);
      await this.#leave(session, standing);
      await this.#seat(session.peer, session.operator, standing);
    }
  }

  /** Disconnects peers that were not heard for long: their connection is dead. */
  async endSilent(): Promise<void> {
    const { pool, jurors, log, uptimeMs, disconnect } = this.#deps;
    const silent = pool.all().filter(({ seenAt }) => uptimeMs() - seenAt >= SILENCE_MS);
    // At once: a dead connection takes a second to close, and a network may go with all its miners.
    await Promise.all([
      ...silent.map(async (session) => {
        log.info({ miner: session.operator }, 'miner is silent');
        await this.#leave(session, undefined);
        await disconnect(session.peer);
      }),
      ...jurors.overdue().map(async (peer) => {
        jurors.leave(peer);
        await disconnect(peer);
      }),
    ]);
  }

  /**
   * From now on a miner keeps its tasks when its session ends: they are resumed after the restart.
   */
  stop(): void {
    this.#stopping = true;
  }

  /** Heartbeats, until the miner has left. @throws RefusalError MALFORMED, also when there are too many */
  async #hear(stream: FrameStream, channel: SessionChannel, session: MinerSession): Promise<void> {
    const { uptimeMs } = this.#deps;
    const bucket = new TokenBucket(HEARTBEATS, uptimeMs());
    for (;;) {
      const heartbeat = await stream.receive(heartbeatSchema);
      if (heartbeat === undefined) return;
      if (!bucket.take(uptimeMs())) throw new RefusalError('MALFORMED', 'too many heartbeats');
      session.seenAt = uptimeMs();
      session.models = this.#common(heartbeat.models);
      channel.beat();
    }
  }

  async #admit(stream: FrameStream, channel: SessionChannel, hello: Hello): Promise<MinerSession> {
    const { network, pool, admission, ledger, scheduler, log, nowMs, uptimeMs } = this.#deps;
    if (hello.version !== PROTOCOL_VERSION) throw new RefusalError('VERSION_MISMATCH');
    await checkPeerBinding(network, hello.binding, stream.peer, Math.floor(nowMs() / 1_000));
    const { operator } = hello.binding;
    const standing = await admission.standing(operator);
    if (standing !== 'ACTIVE') {
      await this.#seat(stream.peer, operator, standing);
      throw new RefusalError(standing);
    }
    const models = this.#common(hello.models);
    if (models.size === 0) throw new RefusalError('NO_COMMON_MODEL');
    await ledger.openAccount(operator);
    const session: MinerSession = {
      ...{ operator, peer: stream.peer, gpu: hello.gpu, models },
      seenAt: uptimeMs(),
      assign: (assignment) => channel.assign(assignment),
      dismiss: (code) => void channel.dismiss(code),
    };
    const welcome = await this.#welcome(operator);
    await this.#replace(operator, stream.peer);
    pool.join(session);
    this.#deps.jurors.leave(stream.peer);
    try {
      await stream.send(welcome);
    } catch (error) {
      await this.#leave(session, undefined);
      throw error;
    }
    log.info({ miner: operator, models: [...models.keys()] }, 'miner joined');
    void scheduler.assign();
    this.#deps.onJoined(operator);
    return session;
  }

  /**
   * A node that is not active any more gets no work, but may be a juror still: its newest peer stays
   * connected, for the court alone.
   */
  async #seat(peer: string, operator: Address, standing: Standing): Promise<void> {
    const { jurors, mayServe, onLeft, log } = this.#deps;
    if (standing === 'NOT_REGISTERED') return;
    try {
      if (await mayServe(operator)) {
        const older = jurors.peerOf(operator);
        if (older !== undefined && older !== peer && jurors.leave(older)) onLeft(older);
        if (jurors.take(peer, operator)) log.info({ miner: operator, code: standing }, 'juror admitted');
      } else if (jurors.leave(peer)) onLeft(peer);
    } catch (error) {
      log.warn({ err: error, miner: operator }, 'could not read whether an inactive node is a juror');
    }
  }

  /** A reloaded tab reconnects before its old connection is known to be dead: the newest session stays. */
  async #replace(operator: Address, peer: string): Promise<void> {
    const older = this.#deps.pool.of(operator);
    if (older === undefined || older.peer === peer) return;
    older.dismiss('ALREADY_CONNECTED');
    await this.#leave(older, undefined);
  }

  async #welcome(operator: Address): Promise<SessionFrame> {
    const { catalogue, signer, ledger } = this.#deps;
    const voucher = await ledger.voucher(operator);
    return {
      type: 'welcome',
      binding: await this.#binding.current(),
      operator: signer.address,
      models: catalogue.models.map(({ manifest, unit, unitPrice }) => ({ id: manifest.id, unit, unitPrice })),
      voucher: voucher.cumulative === 0n ? null : voucher,
    };
  }

  #common(offers: readonly Offer[]): ReadonlyMap<string, number> {
    const common = offers.filter(({ id }) => this.#deps.catalogue.find(id) !== undefined);
    return new Map(common.map(({ id, together }) => [id, together]));
  }

  async #leave(session: MinerSession, code: RefusalCode | undefined): Promise<void> {
    if (!this.#deps.pool.leave(session)) return;
    this.#deps.log.info({ miner: session.operator }, 'miner left');
    this.#deps.onLeft(session.peer);
    if (!this.#stopping) await this.#deps.scheduler.attempts.minerLeft(session.operator, code);
  }
}

const send = (stream: FrameStream, frame: SessionFrame): Promise<void> => stream.send(frame);
