import { untilAborted } from '#protocol/untilAborted.ts';
import { withinMs } from '#protocol/withinMs.ts';
import type { PageWallet, TransactionPhase, TransactionState } from '#web/transaction/flow.ts';

export interface TransactionRunDeps {
  /** Opens the wallet for one flow. */
  open(onState: (state: Partial<TransactionState>) => void, signal: AbortSignal): Promise<PageWallet>;
  /** What an error means: the phase in which it leaves the flow, and a sentence. */
  explain(error: unknown): Promise<Pick<TransactionState, 'phase' | 'failure'>>;
  /** Reads again what was read from the chain. */
  refresh(): Promise<unknown>;
}

type Flow = (wallet: PageWallet) => Promise<unknown>;

interface Attempt {
  flow: Flow;
  abort: AbortController;
  finish: (done: boolean) => void;
}

export const IDLE: TransactionState = {
  ...{ phase: 'idle', hash: null, sent: null, failure: null, stalled: false },
};
const BUSY: readonly TransactionPhase[] = ['checking', 'switching', 'signing', 'confirming', 'pending'];
const SENDING: readonly TransactionPhase[] = ['confirming', 'pending'];
/** Whether the wallet was asked to send: then only the wallet can stop it. */
export const isSending = ({ phase }: TransactionState): boolean => SENDING.includes(phase);
export const isBusy = ({ phase }: TransactionState): boolean => BUSY.includes(phase);

/** After so long without news, in ms, the page says what it waits for and offers to begin anew. */
export const STALL_MS = 8_000;
/** How long the news of a block may wait for the numbers that are read again, in ms. */
const REFRESH_LIMIT_MS = 3_000;

/**
 * Runs one flow of wallet steps at a time and tells where it is. A step may hang for ever, at the node or in
 * the wallet: then the user chooses to wait on or to try again.
 */
export class TransactionRun {
  readonly #deps: TransactionRunDeps;
  readonly #listeners = new Set<() => void>();
  #state = IDLE;
  #current: Attempt | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: TransactionRunDeps) {
    this.#deps = deps;
  }

  /** The same object until something changes. */
  readonly state = (): TransactionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @returns whether it went through, tried once or more; false too while another one runs */
  readonly run = (flow: Flow): Promise<boolean> => {
    if (this.#current !== undefined) return Promise.resolve(false);
    return new Promise((finish) => this.#begin({ flow, finish, abort: new AbortController() }));
  };

  readonly waitOn = (): void => this.#show({ ...this.#state });

  /** Gives the attempt up, and begins the same flow anew. Not once it may be sent: it would run twice. */
  readonly retry = (): void => {
    const own = this.#current;
    if (own === undefined || isSending(this.#state)) return;
    own.abort.abort();
    this.#begin({ ...own, abort: new AbortController() });
  };

  /**
   * The user has left: a flow that the chain or the wallet keeps waiting must not go on later, unseen. Once
   * the wallet was asked to send, only the wallet can stop it.
   * @returns whether a flow was given up
   */
  readonly leave = (): boolean => {
    const own = this.#current;
    if (own === undefined || isSending(this.#state)) return false;
    own.abort.abort();
    this.#current = undefined;
    this.#show(IDLE);
    own.finish(false);
    return true;
  };

  readonly reset = (): void => {
    if (this.#current === undefined) this.#show(IDLE);
  };

  #begin(own: Attempt): void {
    this.#current = own;
    this.#show({ ...IDLE, phase: 'checking' });
    const update = (news: Partial<TransactionState>) => {
      if (this.#current === own) this.#show({ ...this.#state, ...news });
    };
    void this.#attempt(own, update).then((end) => {
      if (this.#current !== own) return;
      this.#current = undefined;
      this.#show({ ...this.#state, ...end });
      own.finish(end.phase === 'done');
    });
  }

  async #attempt(
    own: Attempt,
    update: (news: Partial<TransactionState>) => void,
  ): Promise<Pick<TransactionState, 'phase' | 'failure'>> {
    try {
      await own.flow(await this.#deps.open(update, own.abort.signal));
      // The page shows the new numbers together with the news, unless the chain is slow to tell them.
      await withinMs(REFRESH_LIMIT_MS, (over) => untilAborted(this.#deps.refresh(), over)).catch(() => {});
      return { phase: 'done', failure: null };
    } catch (error) {
      void this.#deps.refresh();
      return this.#deps.explain(error);
    }
  }

  /** Any news starts the wait anew. */
  #show(state: TransactionState): void {
    clearTimeout(this.#timer);
    this.#state = { ...state, stalled: false };
    if (isBusy(state)) {
      this.#timer = setTimeout(() => {
        this.#state = { ...this.#state, stalled: true };
        this.#tell();
      }, STALL_MS);
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
