import { ApiFault } from '#coordinator/api/http/apiFault.ts';

/** Most clients counted by themselves. Further ones share a window: nobody's spent quota is forgotten. */
const MAX_CLIENTS = 10_000;
const OTHERS = 'others';

export interface QuotaRule {
  requests: number;
  periodSeconds: number;
}

interface Window {
  used: number;
  /** In ms of the quota's clock. */
  endsAt: number;
}

/** A number of requests per client and period. The period starts with the client's first request. */
export class Quota {
  readonly rule: QuotaRule;
  readonly #nowMs: () => number;
  readonly #windows = new Map<string, Window>();

  /** @param nowMs a clock that only goes forward: one that is set back would lock clients out */
  constructor(rule: QuotaRule, nowMs: () => number) {
    this.rule = rule;
    this.#nowMs = nowMs;
  }

  /**
   * Counts one request.
   * @returns headers that tell the client what is left of its quota
   * @throws ApiFault 429 quota_exceeded
   */
  take(client: string): Record<string, string> {
    const window = this.#windowOf(client);
    window.used += 1;
    const { requests, periodSeconds } = this.rule;
    const secondsLeft = Math.max(1, Math.ceil((window.endsAt - this.#nowMs()) / 1_000));
    const headers = {
      'x-ratelimit-limit-requests': String(requests),
      'x-ratelimit-remaining-requests': String(Math.max(0, requests - window.used)),
      'x-ratelimit-reset-requests': `${secondsLeft}s`,
    };
    if (window.used <= requests) return headers;
    throw new ApiFault(
      'quota_exceeded',
      `Each client address may make ${requests} requests in ${periodSeconds} s, and this one has used them up. Try again in ${secondsLeft} s.`,
      { headers: { ...headers, 'retry-after': String(secondsLeft) } },
    );
  }

  /**
   * Gives back a request that was refused before it cost anything.
   * @returns the headers that are right now
   */
  refund(client: string): Record<string, string> {
    const window = this.#windowOf(client);
    window.used = Math.max(0, window.used - 1);
    // An address that spent nothing must not fill the list of clients.
    if (window.used === 0) this.#windows.delete(client);
    return { 'x-ratelimit-remaining-requests': String(Math.max(0, this.rule.requests - window.used)) };
  }

  #windowOf(client: string): Window {
    const now = this.#nowMs();
    // Windows end in the order in which they began, which is theirs in the map.
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt > now) break;
      this.#windows.delete(key);
    }
    const name = this.#windows.has(client) || this.#windows.size < MAX_CLIENTS ? client : OTHERS;
    const known = this.#windows.get(name);
    if (known !== undefined) return known;
    const window = { used: 0, endsAt: now + this.rule.periodSeconds * 1_000 };
    this.#windows.set(name, window);
    return window;
  }
}
