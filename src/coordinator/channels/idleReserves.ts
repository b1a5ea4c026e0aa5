import type { Logger } from 'pino';
import { type Address, parseEther } from 'viem';
import { type Channel, coverOf, owedBy } from '#chain/payments/channel.ts';
import type { AbsenceStore } from '#coordinator/channels/absenceStore.ts';
import type { ChannelBook } from '#coordinator/channels/channelBook.ts';
import type { Promises } from '#coordinator/settlement/promises.ts';
import type { Treasury } from '#coordinator/wallet/treasury.ts';

/** A miner is idle when it was away for this time, in ms: longer than a night. */
export const IDLE_MS = 12 * 3_600_000;
/** How long miners have to come back after the coordinator was away itself, in ms. */
export const RETURN_MS = 600_000;
/** Less than this is not worth the gas, in wei. */
export const LEAST_WEI = parseEther('1');
/** Most transactions of one pass: each channel takes one to request and one to withdraw. */
export const MOST_A_PASS = 20;

export interface IdleReservesDeps {
  /** What each miner was promised in total. */
  promises: Pick<Promises, 'all' | 'refresh'>;
  book: Pick<ChannelBook, 'of' | 'sync'>;
  absences: Pick<AbsenceStore, 'since' | 'begin' | 'end'>;
  isOnline(miner: Address): boolean;
  treasury: Pick<Treasury, 'hasPending' | 'requestWithdrawal' | 'withdraw'>;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** Takes back what the channels of miners that stay away hold beyond what they are owed. */
export class IdleReserves {
  readonly #deps: IdleReservesDeps;
  readonly #startedAtMs: number;

  constructor(deps: IdleReservesDeps) {
    this.#deps = deps;
    this.#startedAtMs = deps.uptimeMs();
  }

  /** A miner is here: its absence is over. */
  async noteJoined(miner: Address): Promise<void> {
    await this.#deps.absences.end([miner]);
  }

  /** Requests what is spare, and takes what an earlier pass has requested. Calls must not overlap. */
  async takeBack(): Promise<void> {
    const { promises, book, treasury, log } = this.#deps;
    // What an earlier transaction has requested cannot be read yet.
    if (await treasury.hasPending()) return;
    await promises.refresh();
    await book.sync();
    const idle = await this.#idle();
    let left = MOST_A_PASS;
    for (const [miner, cumulative] of promises.all()) {
      const channel = book.of(miner);
      if (!idle.has(miner) || channel === undefined) continue;
      if (left === 0) return;
      if (!(await this.#take(miner, channel, owedBy(channel, cumulative)))) continue;
      left -= 1;
      log.info({ miner }, 'took back the reserve of a miner that is away');
    }
  }

  /** @returns whether a transaction was sent */
  async #take(miner: Address, channel: Channel, owed: bigint): Promise<boolean> {
    const { treasury, nowMs } = this.#deps;
    const spare = coverOf(channel) - owed;
    if (channel.withdrawing > 0n) {
      // A miner that came back meanwhile may have earned it. Then the request is left to lapse.
      if (spare < 0n || Number(channel.readyAt) * 1_000 > nowMs()) return false;
      await treasury.withdraw(miner);
      return true;
    }
    if (spare < LEAST_WEI) return false;
    await treasury.requestWithdrawal(miner, spare);
    return true;
  }

  /** Who is away for long enough. It also writes down who left and who came back. */
  async #idle(): Promise<Set<Address>> {
    const { promises, absences, isOnline, nowMs, uptimeMs } = this.#deps;
    const now = nowMs();
    const since = await absences.since();
    const all = [...promises.all().keys()];
    await absences.end(all.filter((miner) => isOnline(miner) && since.has(miner)));
    // A clock that was set back would make the absence last for as long.
    const isCounted = (miner: Address): boolean => (since.get(miner) ?? Infinity) <= now;
    const away = all.filter((miner) => !isOnline(miner));
    await absences.begin(
      away.filter((miner) => !isCounted(miner)),
      now,
    );
    if (uptimeMs() - this.#startedAtMs < RETURN_MS) return new Set();
    return new Set(away.filter((miner) => isCounted(miner) && now - since.get(miner)! >= IDLE_MS));
  }
}
