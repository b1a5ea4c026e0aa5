import type { Logger } from 'pino';
import { type Address, parseEther } from 'viem';
import { type Channel, coverOf, owedBy } from '#chain/payments/channel.ts';
import { type PaymentsReader, readChannels } from '#coordinator/settlement/paymentsReader.ts';
import type { Treasury } from '#coordinator/settlement/treasury.ts';

/** A miner is idle when it was away for this time, in ms: longer than a night. */
export const IDLE_MS = 12 * 3_600_000;
/** Less than this is not worth the gas, in wei. */
export const LEAST_WEI = parseEther('1');
/** Most transactions of one pass: each channel takes one to request and one to withdraw. */
export const MOST_A_PASS = 20;

export interface IdleReservesDeps {
  /** What each miner was promised in total. */
  accounts: { all(): Promise<readonly { miner: Address; cumulative: bigint }[]> };
  isOnline(miner: Address): boolean;
  payments: Pick<PaymentsReader, 'channel'>;
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
  /** Since when each miner is away, as far as this process has seen. */
  readonly #awaySince = new Map<Address, number>();

  constructor(deps: IdleReservesDeps) {
    this.#deps = deps;
  }

  /** Requests what is spare, and takes what an earlier pass has requested. Calls must not overlap. */
  async takeBack(): Promise<void> {
    const { accounts, payments, treasury, log } = this.#deps;
    // What an earlier transaction has requested cannot be read yet.
    if (await treasury.hasPending()) return;
    const idle = (await accounts.all()).filter(({ miner }) => this.#isIdle(miner));
    const channels = await readChannels(
      payments,
      idle.map(({ miner }) => miner),
    );
    let left = MOST_A_PASS;
    for (const { miner, cumulative } of idle) {
      const channel = channels.get(miner)!;
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

  #isIdle(miner: Address): boolean {
    const now = this.#deps.uptimeMs();
    if (this.#deps.isOnline(miner)) {
      this.#awaySince.delete(miner);
      return false;
    }
    const since = this.#awaySince.get(miner) ?? now;
    this.#awaySince.set(miner, since);
    return now - since >= IDLE_MS;
  }
}
