import { ApiFault } from '#coordinator/api/http/apiFault.ts';

/** Most clients counted at a time; after that the oldest is dropped. */
const MAX_CLIENTS = 10_000;

export interface QuotaRule {
  requests: number;
  periodSeconds: number;
}

interface Window {
  used: number;
  /** ms since 1970. */
  endsAt: number;
}

/** A number of requests per client and period. The period starts with the client's first request. */
export class Quota {
  readonly rule: QuotaRule;
  readonly #nowMs: () => number;
  readonly #windows = new Map<string, Window>();

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
      429,
      'quota_exceeded',
      `Each client address may make ${requests} requests in ${periodSeconds} s, and this one has used them up. Try again in ${secondsLeft} s.`,
      { headers: { ...headers, 'retry-after': String(secondsLeft) } },
    );
  }

  #windowOf(client: string): Window {
    const now = this.#nowMs();
    const known = this.#windows.get(client);
    if (known !== undefined && known.endsAt > now) return known;
    const window = { used: 0, endsAt: now + this.rule.periodSeconds * 1_000 };
    this.#windows.delete(client);
    if (this.#windows.size >= MAX_CLIENTS) this.#windows.delete(this.#windows.keys().next().value!);
    this.#windows.set(client, window);
    return window;
  }
}
