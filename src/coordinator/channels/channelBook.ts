import type { Address } from 'viem';
import type { Channel } from '#chain/payments/channel.ts';
import {
  CHANNELS_A_CALL,
  type ChainPoint,
  type ChannelChange,
  type ChannelSource,
} from '#chain/payments/channelSource.ts';

/** After a longer silence all channels are read: nodes limit how many blocks a query may span. */
export const MOST_BLOCKS = 1_000n;
/** Blocks looked at again: a node behind the head answers about those that it lacks as if nothing happened. */
export const OVERLAP = 8n;
/** Points kept, to find where the chain was reorganised. */
const MOST_POINTS = 64;
/** All are read again after this time, in ms, whatever the events said. */
const RESYNC_MS = 3_600_000;

export interface ChannelBookDeps {
  readonly source: ChannelSource;
  /** Whose channels matter: the miners with an account. */
  payees(): Iterable<Address>;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * The coordinator's channels as the chain has them, for all who need them. The first `sync` reads them all;
 * later ones read those that events of the payments contract name. After a reorganisation they are those of
 * both branches.
 */
export class ChannelBook {
  readonly #deps: ChannelBookDeps;
  readonly #channels = new Map<Address, Channel>();
  /** To be read. */
  readonly #due = new Set<Address>();
  /** Blocks as they were when we read up to them, oldest first. */
  #points: ChainPoint[] = [];
  /** Changes since the first of the points. */
  #changes: ChannelChange[] = [];
  #allReadAtMs = -Infinity;
  #syncing: Promise<void> | undefined;

  constructor(deps: ChannelBookDeps) {
    this.#deps = deps;
  }

  /** As of the last `sync`; undefined for one that it could not read. */
  of(payee: Address): Channel | undefined {
    return this.#channels.get(payee);
  }

  /** The next `sync` reads this channel, whatever events say. */
  doubt(payee: Address): void {
    if (this.#channels.has(payee)) this.#due.add(payee);
  }

  /**
   * Reads what has changed. A call while one is under way gets the same answer.
   * @throws viem's errors; what was not read is read by the next call
   */
  sync(): Promise<void> {
    this.#syncing ??= this.#sync().finally(() => {
      this.#syncing = undefined;
    });
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    const { source, payees, uptimeMs } = this.#deps;
    const head = await source.head();
    if (this.#points.at(-1)?.hash !== head.hash) await this.#follow(head);
    const nowMs = uptimeMs();
    const isAll = nowMs - this.#allReadAtMs >= RESYNC_MS;
    for (const payee of payees()) if (isAll || !this.#channels.has(payee)) this.#due.add(payee);
    if (isAll) this.#allReadAtMs = nowMs;
    const due = [...this.#due];
    for (let at = 0; at < due.length; at += CHANNELS_A_CALL) {
      const batch = due.slice(at, at + CHANNELS_A_CALL);
      const channels = await source.read(batch, head.number);
      batch.forEach((payee, place) => {
        this.#channels.set(payee, channels[place]!);
        this.#due.delete(payee);
      });
    }
  }

  /** Marks what changed up to a new head as due. */
  async #follow(head: ChainPoint): Promise<void> {
    const fork = await this.#fork(head);
    if (fork === undefined || head.number - fork.number > MOST_BLOCKS) {
      for (const payee of this.#channels.keys()) this.#due.add(payee);
      this.#points = [head];
      this.#changes = [];
      return;
    }
    const from = fork.number >= OVERLAP ? fork.number + 1n - OVERLAP : 0n;
    const found = await this.#deps.source.changes(from, head.number);
    const undone = this.#changes.filter(({ block }) => block > fork.number);
    const kept = this.#changes.filter(({ block }) => block <= fork.number);
    const isKnown = ({ payee, block }: ChannelChange): boolean =>
      kept.some((each) => each.payee === payee && each.block === block);
    const news = found.filter((each) => this.#channels.has(each.payee) && !isKnown(each));
    for (const { payee } of [...undone, ...news]) this.#due.add(payee);
    const points = this.#points.filter(({ number }) => number <= fork.number);
    this.#points = [...points, head].slice(-MOST_POINTS);
    const oldest = this.#points[0]!.number - OVERLAP;
    this.#changes = [...kept, ...news].filter(({ block }) => block > oldest);
  }

  /** The newest point that is still part of the chain. */
  async #fork(head: ChainPoint): Promise<ChainPoint | undefined> {
    for (const point of this.#points.toReversed()) {
      if (point.number > head.number) continue;
      if ((await this.#deps.source.hashAt(point.number)) === point.hash) return point;
    }
    return undefined;
  }
}
