import type { Logger } from 'pino';
import { type Address, type Hex, keccak256, type LocalAccount, type TransactionReceipt } from 'viem';
import { withGasHeadroom } from '#chain/gasHeadroom.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { broadcast } from '#coordinator/wallet/broadcast.ts';
import type { Outgoing, OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';
import { type Fees, firstFees, raisedFees } from '#coordinator/wallet/transactionFees.ts';
import { WalletError } from '#coordinator/wallet/walletError.ts';

/** How long a sender waits for its transaction's block, in ms. */
const PATIENCE_MS = 120_000;
/** Raises of one look, as against a transaction that was sent elsewhere and offers we do not know what. */
const MOST_RAISES = 10;
/** Of an empty transfer. */
const TRANSFER_GAS = 21_000n;

export interface Call {
  readonly to: Address;
  readonly data: Hex;
}

/**
 * Sends one transaction and waits for its block; the receipt may be that of a reverted one.
 * @throws WalletError; Error of viem where the call would be reverted
 */
export type Send = (call: Call, patienceMs?: number) => Promise<TransactionReceipt>;

/** A transaction that is in no block for longer than a while. */
export interface Stuck {
  /** ms since 1970. */
  readonly sinceMs: number;
  readonly nonce: number;
  /** Undefined for one that was sent elsewhere with the same key. */
  readonly hash: Hex | undefined;
  /** How often it was replaced by one with higher fees. */
  readonly raises: number;
  /** No higher fees are allowed. */
  readonly isAtCeiling: boolean;
}

export interface OperatorWalletDeps {
  readonly client: ReadClient;
  readonly account: LocalAccount;
  readonly store: Pick<OutgoingStore, 'load' | 'save' | 'clear'>;
  /** Most that is offered, in wei per unit of gas. */
  readonly maxFeePerGas: bigint;
  /** A transaction without a block is replaced by one with higher fees after this time, in ms. */
  readonly replaceAfterMs: number;
  readonly log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

/**
 * The operator key's transactions: one at a time, each until it is in a block. One that gets no block is sent
 * again, and replaced with the same nonce by one with higher fees, also after a restart. `tend` does that.
 */
export class OperatorWallet {
  readonly account: LocalAccount;
  readonly client: ReadClient;
  readonly #deps: OperatorWalletDeps;
  #turn: Promise<unknown> = Promise.resolve();
  #loading: Promise<void> | undefined;
  #tending: Promise<void> | undefined;
  #outgoing: Outgoing | undefined;
  /** How the last one ended; without a receipt if another took its nonce. */
  #ended: { readonly nonce: number; readonly receipt: TransactionReceipt | undefined } | undefined;
  /** When it was last handed to a node, in this process. */
  #broadcastAtMs = 0;
  /** Since when its nonce is in a block, and none of its receipts is seen; or earlier nonces are in none. */
  #lostSinceMs: number | undefined;
  /** Since when a transaction is pending that was not sent here. */
  #foreign: { readonly sinceMs: number; readonly nonce: number } | undefined;

  constructor(deps: OperatorWalletDeps) {
    this.#deps = deps;
    this.account = deps.account;
    this.client = deps.client;
  }

  /** Sends what `work` sends after all earlier callers' work has ended. */
  inTurn<T>(work: (send: Send) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => work((call, patienceMs) => this.#send(call, patienceMs)));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Whether a transaction waits for its block: also one that was sent before a restart, or elsewhere. */
  async hasPending(): Promise<boolean> {
    await this.tend();
    return this.#outgoing !== undefined || (await this.#hasForeign());
  }

  /** As of the last `tend`. */
  stuck(): Stuck | undefined {
    const { nowMs, replaceAfterMs } = this.#deps;
    const isLong = (sinceMs: number): boolean => nowMs() - sinceMs >= replaceAfterMs;
    const sent = this.#outgoing;
    if (sent !== undefined) {
      const { sentAtMs: sinceMs, nonce, hashes } = sent;
      const isAtCeiling = raisedFees(sent, sent, this.#deps.maxFeePerGas) === undefined;
      const facts = { sinceMs, nonce, hash: hashes.at(-1), raises: hashes.length - 1, isAtCeiling };
      return isLong(sinceMs) ? facts : undefined;
    }
    if (this.#foreign === undefined || !isLong(this.#foreign.sinceMs)) return undefined;
    return { ...this.#foreign, hash: undefined, raises: 0, isAtCeiling: false };
  }

  /**
   * Looks whether the transaction is in a block, and if not, sends it again or replaces it when it is time.
   * Call it every few seconds. A call while one is under way gets the same answer.
   */
  tend(): Promise<void> {
    this.#tending ??= this.#tend().finally(() => {
      this.#tending = undefined;
    });
    return this.#tending;
  }

  async #tend(): Promise<void> {
    await this.#load();
    const sent = this.#outgoing;
    if (sent === undefined) return this.#tendForeign();
    if (await this.#isOver(sent)) return;
    const { nowMs, replaceAfterMs } = this.#deps;
    // A clock that was set back would make it wait for as long.
    const agoMs = Math.abs(nowMs() - sent.raisedAtMs);
    if (agoMs >= replaceAfterMs) await this.#replace(sent);
    else if (nowMs() - this.#broadcastAtMs >= replaceAfterMs / 4) await this.#broadcast(sent);
  }

  /**
   * Whether its nonce is in a block, with a receipt, or without one for so long that another took it. It will
   * be in none where the chain has lost earlier ones with their blocks.
   */
  async #isOver({ nonce, hashes }: Outgoing): Promise<boolean> {
    const { client, nowMs, replaceAfterMs } = this.#deps;
    const mined = await this.#minedNonce();
    if (mined === nonce) {
      this.#lostSinceMs = undefined;
      return false;
    }
    if (mined < nonce) {
      this.#lostSinceMs ??= nowMs();
      if (nowMs() - this.#lostSinceMs < replaceAfterMs) return false;
      await this.#end(nonce, undefined);
      return true;
    }
    for (const hash of hashes.toReversed()) {
      const receipt = await client.getTransactionReceipt({ hash }).catch(() => undefined);
      if (receipt === undefined) continue;
      await this.#end(nonce, receipt);
      return true;
    }
    // Nodes behind one address may differ by some blocks.
    this.#lostSinceMs ??= nowMs();
    if (nowMs() - this.#lostSinceMs < replaceAfterMs / 2) return true;
    await this.#end(nonce, undefined);
    return true;
  }

  async #end(nonce: number, receipt: TransactionReceipt | undefined): Promise<void> {
    await this.#deps.store.clear();
    this.#ended = { nonce, receipt };
    this.#outgoing = undefined;
    this.#lostSinceMs = undefined;
    if (receipt === undefined)
      this.#deps.log.warn({ nonce }, 'a transaction of the operator key is lost: it is in no block');
  }

  async #send(call: Call, patienceMs = PATIENCE_MS): Promise<TransactionReceipt> {
    if (await this.hasPending())
      throw new WalletError('PENDING', 'An earlier transaction of the operator key waits for its block.');
    const { client, account } = this;
    const gas = withGasHeadroom(await client.estimateGas({ account, ...call }));
    const nonce = await this.#minedNonce();
    const sent = await this.#first({ nonce, gas, ...call });
    const { outcome, error: cause } = await this.#broadcast(sent);
    // A node may know one of this nonce that it does not count as pending.
    if (outcome === 'underpriced') await this.#replace(sent);
    if (outcome === 'refused') {
      await this.#deps.store.clear();
      this.#outgoing = undefined;
      throw new WalletError('NOT_TAKEN', 'The chain’s node does not take the transaction.', { cause });
    }
    return this.#concluded(nonce, patienceMs);
  }

  async #concluded(nonce: number, patienceMs: number): Promise<TransactionReceipt> {
    const until = performance.now() + patienceMs;
    for (;;) {
      // A node that does not answer now may answer at the next look.
      await this.tend().catch((error: unknown) => this.#deps.log.debug({ err: error }, 'no receipt yet'));
      if (this.#outgoing?.nonce !== nonce) break;
      if (performance.now() >= until)
        throw new WalletError('PENDING', 'The transaction was sent and is in no block yet.');
      await new Promise((resolve) => setTimeout(resolve, this.client.pollingInterval));
    }
    const receipt = this.#ended?.nonce === nonce ? this.#ended.receipt : undefined;
    if (receipt === undefined)
      throw new WalletError(
        'LOST',
        'The transaction will be in no block: another took its place, or the chain lost those before it.',
      );
    return receipt;
  }

  /** Stores a transaction that is to be sent. */
  async #first(what: Pick<Outgoing, 'nonce' | 'gas' | 'to' | 'data'>): Promise<Outgoing> {
    const fees = firstFees(await this.#askedFees(), this.#deps.maxFeePerGas);
    return this.#signed({ ...what, ...fees, hashes: [], sentAtMs: this.#deps.nowMs() });
  }

  /** Sends the same with higher fees; where the ceiling allows none, the same once more. */
  async #replace(sent: Outgoing): Promise<void> {
    const { log, maxFeePerGas } = this.#deps;
    let last = sent;
    for (let left = MOST_RAISES; left > 0; left--) {
      const fees = raisedFees(last, await this.#askedFees(), maxFeePerGas);
      if (fees === undefined) await this.#keep({ ...last, raisedAtMs: this.#deps.nowMs() });
      else last = await this.#signed({ ...last, ...fees });
      const { outcome } = await this.#broadcast(last);
      if (outcome !== 'underpriced' || fees === undefined) break;
    }
    const { nonce, hashes } = last;
    log.warn({ nonce, raises: hashes.length - 1 }, 'a transaction without a block was sent again');
  }

  /** Signs it, and stores it before anybody sees it. */
  async #signed(what: Omit<Outgoing, 'raisedAtMs'>): Promise<Outgoing> {
    const hash = keccak256(await this.#serialized(what));
    return this.#keep({ ...what, hashes: [...what.hashes, hash], raisedAtMs: this.#deps.nowMs() });
  }

  async #keep(sent: Outgoing): Promise<Outgoing> {
    await this.#deps.store.save(sent);
    this.#outgoing = sent;
    return sent;
  }

  async #broadcast(sent: Outgoing): ReturnType<typeof broadcast> {
    this.#broadcastAtMs = this.#deps.nowMs();
    const done = await broadcast(this.client, await this.#serialized(sent));
    if (done.error !== undefined)
      this.#deps.log.debug({ err: done.error, nonce: sent.nonce }, 'a transaction was not just taken');
    return done;
  }

  /** The same call and fees give the same bytes. */
  #serialized(what: Pick<Outgoing, 'nonce' | 'to' | 'data' | 'gas'> & Fees): Promise<Hex> {
    const { nonce, to, data, gas, maxFeePerGas, maxPriorityFeePerGas } = what;
    return this.account.signTransaction({
      ...{ type: 'eip1559', chainId: this.client.chain.id, value: 0n },
      ...{ nonce, to, data, gas, maxFeePerGas, maxPriorityFeePerGas },
    });
  }

  /** A transaction that was sent elsewhere and gets no block is replaced by an empty one. */
  async #tendForeign(): Promise<void> {
    const { nowMs, replaceAfterMs } = this.#deps;
    if (this.#foreign === undefined || !(await this.#hasForeign())) return;
    if (nowMs() - this.#foreign.sinceMs < replaceAfterMs) return;
    const { nonce } = this.#foreign;
    await this.#replace(
      await this.#first({ nonce, gas: TRANSFER_GAS, to: this.account.address, data: '0x' }),
    );
  }

  async #hasForeign(): Promise<boolean> {
    const { address } = this.account;
    const [nonce, sent] = await Promise.all([
      this.#minedNonce(),
      this.client.getTransactionCount({ address, blockTag: 'pending' }),
    ]);
    if (sent <= nonce) this.#foreign = undefined;
    else if (this.#foreign?.nonce !== nonce) this.#foreign = { sinceMs: this.#deps.nowMs(), nonce };
    return this.#foreign !== undefined;
  }

  #minedNonce(): Promise<number> {
    return this.client.getTransactionCount({ address: this.account.address, blockTag: 'latest' });
  }

  #askedFees(): Promise<Fees> {
    return this.client.estimateFeesPerGas({ type: 'eip1559' });
  }

  #load(): Promise<void> {
    this.#loading ??= this.#deps.store.load().then(
      (sent) => {
        this.#outgoing = sent;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }
}
