import { createClient, custom, type Hex, numberToHex } from 'viem';
import type { PageClient } from '#web/network/pageClient.ts';

export const SENT: Hex = `0x${'a1'.repeat(32)}`;
export const OTHER: Hex = `0x${'b2'.repeat(32)}`;
export const ACCOUNT = '0x3333333333333333333333333333333333333333';
export const TO = '0x2222222222222222222222222222222222222222';
const ONE: Hex = '0x1';

const transaction = (hash: Hex, more: object) => ({
  ...{
    hash,
    from: ACCOUNT,
    to: TO,
    input: '0x01',
    value: '0x0',
    nonce: ONE,
    gas: ONE,
    gasPrice: ONE,
    type: '0x0',
  },
  ...{ blockHash: null, blockNumber: null, transactionIndex: null, v: ONE, r: ONE, s: ONE, chainId: '0x7' },
  ...more,
});

/** What became of the call in the chain: `replaced` and `cancelled` by another one with its nonce. */
export type Fate = 'mined' | 'reverted' | 'repriced' | 'replaced' | 'cancelled';

const EFFECTS = {
  repriced: {},
  replaced: { to: OTHER.slice(0, 42), input: '0x02' },
  cancelled: { to: ACCOUNT, input: '0x', value: '0x0' },
};

/** A node with answers by method, whose clock and moods a test sets. */
export class FakeChain {
  fate: Fate = 'mined';
  /** No request reaches it. */
  isDown = false;
  /** Holds every answer back that is asked for meanwhile. */
  gate: Promise<void> = Promise.resolve();
  gasBalance = 1n;
  /** What a call throws, by the block that it is tried at. */
  refuses: Partial<Record<'pending' | 'latest', object>> = {};
  /** What it says to a call or an estimate at another time than the block's; nothing where it knows how. */
  later: { eth_call?: object; eth_estimateGas?: object } = {};
  /** What it says to calls that are tried one after the other; nothing where it does not know how. */
  simulated: unknown;
  /** What it throws at them then. */
  notSimulated: object = { code: -32601, message: 'no such method' };
  /** The calls that it was asked to try so, and at which block. */
  tried: unknown;
  /** The block of the transaction that was sent, and its logs. */
  minedAt = 10n;
  logs: object[] = [];
  /** How often the call is found by its hash before it is not any more. */
  looksThatFind = 2;
  /** Whether it knows which transaction has a place in an account's order. */
  knowsPlaces = false;
  readonly asked: string[] = [];
  /** The times at which it was asked to try something. */
  readonly times: Hex[] = [];
  #looks = 0;

  readonly client = createClient({
    transport: custom({ request: (request) => this.#answer(request) }, { retryCount: 0 }),
    pollingInterval: 1_000,
    cacheTime: 0,
  }).extend(() => ({ getBalance: async () => this.#up(this.gasBalance) })) as unknown as PageClient;

  async #up<T>(answer: T): Promise<T> {
    await this.gate;
    if (this.isDown) throw Object.assign(new Error('fetch failed'), { name: 'HttpRequestError' });
    return answer;
  }

  async #answer({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    const [first, second, , overrides] = Array.isArray(params) ? (params as unknown[]) : [];
    this.asked.push(method);
    await this.#up(undefined);
    switch (method) {
      case 'eth_call':
      case 'eth_estimateGas': {
        const refusal = overrides === undefined ? this.refuses[second as 'pending'] : this.later[method];
        if (overrides !== undefined) this.times.push((overrides as { time: Hex }).time);
        if (refusal !== undefined) throw refusal;
        return ONE;
      }
      case 'eth_simulateV1':
        this.tried = params;
        if (this.simulated === undefined) throw this.notSimulated;
        return this.simulated;
      case 'eth_blockNumber':
        return numberToHex(10 + this.#looks);
      case 'eth_getTransactionByHash':
        this.#looks++;
        // The call is known at first, to the page and to viem; then another one has taken its place.
        return first === SENT && this.#looks <= this.looksThatFind ? transaction(SENT, {}) : null;
      case 'eth_getTransactionBySenderAndNonce':
        if (!this.knowsPlaces) throw { code: -32601, message: 'no such method' };
        return transaction(OTHER, EFFECTS[this.fate as keyof typeof EFFECTS]);
      case 'eth_getTransactionReceipt': {
        const replaced = !['mined', 'reverted'].includes(this.fate);
        if ((first === SENT) === replaced) return null;
        const status = this.fate === 'reverted' ? '0x0' : ONE;
        return {
          transactionHash: first,
          status,
          blockNumber: numberToHex(this.minedAt),
          logs: this.logs,
          type: '0x0',
          effectiveGasPrice: ONE,
        };
      }
      case 'eth_getBlockByNumber': {
        const effect = EFFECTS[this.fate as keyof typeof EFFECTS];
        return { number: '0xa', timestamp: '0x1', transactions: [transaction(OTHER, effect)] };
      }
      default:
        throw new Error(`The fake chain has no ${method}.`);
    }
  }
}
