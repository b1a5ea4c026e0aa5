import { CodedError } from '#protocol/codedError.ts';

/** Clients that have a window of their own, at most. All others share one, so no spending is forgotten. */
const MAX_CLIENTS = 10_000;
const OTHERS = 'others';

/** What clients may have worked for free: no client pays, so the coordinator pays for all work. */
export interface AllowanceRule {
  /** Wei of CAI for one client in a period, and for all of them together. */
  readonly clientWei: bigint;
  readonly totalWei: bigint;
  readonly periodSeconds: number;
}

interface Window {
  /** Wei of CAI that miners were paid, or may have to be paid for open tasks. */
  spent: bigint;
  /** In ms of the allowance's clock. */
  readonly endsAt: number;
}

/** A task that is more than what is left for its client, or for everybody. */
export class AllowanceSpentError extends CodedError<
  'client_budget_spent' | 'budget_spent',
  { readonly retrySeconds: number }
> {
  override readonly name = 'AllowanceSpentError';
}

/** Ends a reservation, once. @param paidWei what the task cost */
export type Settle = (paidWei: bigint) => void;

/** Bounds what the coordinator pays miners for work that it gives away: by client, and in all. */
export class Allowance {
  readonly #rule: AllowanceRule;
  readonly #nowMs: () => number;
  readonly #clients = new Map<string, Window>();
  #total: Window | undefined;

  /** @param nowMs a clock that only goes forward */
  constructor(rule: AllowanceRule, nowMs: () => number) {
    this.#rule = rule;
    this.#nowMs = nowMs;
  }

  /** What was spent since the period began, in wei of CAI, and how long it still lasts. */
  spent(): { wei: bigint; limitWei: bigint; secondsLeft: number } {
    const { spent, endsAt } = this.#totalNow();
    return { wei: spent, limitWei: this.#rule.totalWei, secondsLeft: this.#secondsUntil(endsAt) };
  }

  /**
   * Sets aside the most that a task may cost.
   * @throws AllowanceSpentError
   */
  reserve(client: string, mostWei: bigint): Settle {
    const { clientWei, totalWei, periodSeconds } = this.#rule;
    const [own, total] = [this.#clientNow(client), this.#totalNow()];
    const hours = Math.round(periodSeconds / 360) / 10;
    if (own.spent + mostWei > clientWei) {
      const message = `Free work for one client address is limited in each ${hours} h, and this task may cost more than is left. Ask for less, or try again later.`;
      throw spentError('client_budget_spent', message, this.#secondsUntil(own.endsAt));
    }
    if (total.spent + mostWei > totalWei) {
      const message = `This coordinator limits its free work in each ${hours} h, and this task may cost more than is left. Try again later, or use another coordinator.`;
      throw spentError('budget_spent', message, this.#secondsUntil(total.endsAt));
    }
    return this.charge(client, mostWei);
  }

  /** Counts a cost that was accepted already, such as that of an earlier run. */
  charge(client: string, mostWei: bigint): Settle {
    const windows = [this.#clientNow(client), this.#totalNow()];
    for (const window of windows) window.spent += mostWei;
    let isOpen = true;
    return (paidWei) => {
      if (!isOpen) return;
      isOpen = false;
      for (const window of windows) window.spent += paidWei - mostWei;
    };
  }

  #totalNow(): Window {
    if (this.#total === undefined || this.#total.endsAt <= this.#nowMs()) this.#total = this.#newWindow();
    return this.#total;
  }

  #clientNow(client: string): Window {
    const now = this.#nowMs();
    // Windows end in the order in which they began, which is theirs in the map.
    for (const [key, { endsAt }] of this.#clients) {
      if (endsAt > now) break;
      this.#clients.delete(key);
    }
    const name = this.#clients.has(client) || this.#clients.size < MAX_CLIENTS ? client : OTHERS;
    const window = this.#clients.get(name) ?? this.#newWindow();
    this.#clients.set(name, window);
    return window;
  }

  #newWindow(): Window {
    return { spent: 0n, endsAt: this.#nowMs() + this.#rule.periodSeconds * 1_000 };
  }

  #secondsUntil(endsAt: number): number {
    return Math.max(1, Math.ceil((endsAt - this.#nowMs()) / 1_000));
  }
}

const spentError = (code: AllowanceSpentError['code'], message: string, retrySeconds: number) =>
  new AllowanceSpentError(code, message, { details: { retrySeconds } });
