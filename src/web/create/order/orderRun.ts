import { answeredWithin } from '#protocol/answeredWithin.ts';
import type { ApiTask } from '#protocol/messages/api.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { cancelTask } from '#web/coordinator/coordinatorApi.ts';
import { followTask } from '#web/coordinator/followTask.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { namedDraw } from '#web/create/audit/namedDraw.ts';
import {
  type CurrentOrder,
  canBeSentAgain,
  type ExpectTasks,
  findExpected,
  finishedBy,
  keptOf,
  newlySent,
  type SentOrder,
  sentBefore,
  type Unanswered,
  unansweredOf,
} from '#web/create/order/currentOrder.ts';
import type { KeptOrder } from '#web/create/order/keptOrder.ts';
import type { Order } from '#web/create/order/order.ts';
import { endOf, isFault, isOfTask } from '#web/create/order/orderEnd.ts';
import { newlyWorking, type OrderState, type WorkingOrder } from '#web/create/order/orderState.ts';
import { performOrder } from '#web/create/order/performOrder.ts';
import { waitLimitMs } from '#web/create/order/taskDeadline.ts';
import {
  awaySentence,
  CANCEL_FAILED,
  type CancelFailure,
  lookingSentence,
  overdueSentence,
} from '#web/create/order/waitSentence.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
import type { KeptValue } from '#web/storage/keptValue.ts';

export interface OrderRunDeps {
  /** The task under way, over a reload. */
  kept: KeptValue<KeptOrder>;
  save(result: SavedResult): Promise<void>;
  /** When the chain's newest block was made, in Unix seconds. It may fail. */
  chainSeconds(): Promise<number>;
  /** Number of the chain's newest block. */
  headBlock(): Promise<number>;
  expectedTasks: ExpectTasks;
}

/** A coordinator that has not named a task after so long, in ms, has most likely made none. */
export const ANSWER_LIMIT_MS = 8_000;
/** The chain's time is the order's only if it is heard so soon, in ms; an epoch takes about a minute. */
export const CHAIN_LIMIT_MS = 10_000;
/** A result waits so long, in ms, until it is known which task the order must have become. */
export const EXPECT_LIMIT_MS = 10_000;

/**
 * One request at a time to a coordinator, from the prompt to the result. It lives as long as the page load,
 * not as the Create page: only `cancel` ends it. A reload finds its task again.
 */
export class OrderRun {
  readonly #deps: OrderRunDeps;
  readonly #listeners = new Set<() => void>();
  #state: OrderState = { phase: 'idle' };
  #current: CurrentOrder | undefined;
  #last: Order | undefined;
  /** Of the last order, if its answer was lost. */
  #unanswered: Unanswered | undefined;

  constructor(deps: OrderRunDeps) {
    this.#deps = deps;
    const kept = deps.kept.read();
    if (kept !== undefined) void this.#resume(kept);
  }

  /** The same object until something changes. */
  readonly state = (): OrderState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether `retry` has an order: one that started from a picture has none after a reload. */
  get canRetry(): boolean {
    return this.#last !== undefined;
  }

  /** Does nothing while one is under way. */
  async start(order: Order): Promise<void> {
    if (this.#current !== undefined) return;
    this.#last = order;
    await this.#send(newlySent(order, undefined, Date.now()), null);
  }

  /** Orders again; one whose answer was lost is sent again as it was, so that it is one task. */
  async retry(): Promise<void> {
    if (this.#last === undefined || this.#current !== undefined) return;
    await this.#send(newlySent(this.#last, this.#unanswered, Date.now()), null);
  }

  #send(sent: SentOrder, notice: string | null): Promise<void> {
    return this.#run(sent, notice, (own) => {
      void this.#noteChainTime(own);
      return this.#stream(own);
    });
  }

  /**
   * Cancels the task, or says that it could not; then a second call lets it go. One that ended meanwhile
   * shows its result.
   */
  async cancel(): Promise<void> {
    const own = this.#current;
    if (own === undefined || own.cancelling) return;
    if (own.cancelFailure !== undefined)
      return this.#letGo(own, new ApiFailure('left', t(own.cancelFailure.left)));
    own.cancelling = true;
    this.#update(own, { cancelling: true });
    if (own.task !== null) return this.#cancelNow(own, own.task);
    // Until the coordinator has named the task there is nothing to cancel: `#started` does it.
    setTimeout(() => own.task === null && own.abort.abort(), ANSWER_LIMIT_MS);
  }

  /** The coordinator is asked to cancel, and not waited for. */
  #letGo({ order, task, abort }: CurrentOrder, why: ApiFailure): void {
    if (task !== null) cancelTask(order.url, task).catch(() => undefined);
    abort.abort(why);
  }

  async #cancelNow(own: CurrentOrder, task: TaskHandle): Promise<void> {
    try {
      if (await cancelTask(own.order.url, task)) own.abort.abort();
      else this.#goOn(own, CANCEL_FAILED.over);
    } catch (error) {
      console.debug('cancelling the task', error);
      this.#goOn(own, CANCEL_FAILED.unanswered);
    }
  }

  #goOn(own: CurrentOrder, failure: CancelFailure): void {
    own.cancelling = false;
    own.cancelFailure = failure;
    this.#update(own, { cancelling: false, notice: t(failure.notice) });
  }

  /** An order whose task is unknown is sent again, while the page before would still have waited for it. */
  async #resume(kept: KeptOrder): Promise<void> {
    const { task, order, edited } = kept;
    if (task === undefined && !canBeSentAgain(kept, Date.now())) return this.#deps.kept.forget();
    if (!edited) this.#last = order;
    const sent = sentBefore(kept, Date.now());
    if (task === undefined) return this.#send(sent, lookingSentence());
    await this.#run(sent, lookingSentence(), (own) => this.#follow(own, task));
  }

  /** Asks the chain for its time while the order is on its way, and holds nothing up for it. */
  async #noteChainTime(own: CurrentOrder): Promise<void> {
    const { ordered, startedAt: at } = own;
    try {
      const chainSeconds = await this.#deps.chainSeconds();
      if (Date.now() - at > CHAIN_LIMIT_MS || own.ordered !== ordered) return;
      own.ordered = { at, chainSeconds };
      this.#keep(own);
    } catch (error) {
      console.debug('reading the chain’s time', error);
    }
  }

  async #expect(own: CurrentOrder): Promise<void> {
    if (await findExpected(own, this.#deps.expectedTasks)) this.#keep(own);
  }

  async #run(
    sent: SentOrder,
    notice: string | null,
    work: (own: CurrentOrder) => Promise<SavedResult>,
  ): Promise<void> {
    const own: CurrentOrder = {
      ...{ ...sent, abort: new AbortController(), cancelling: false },
      ...{ cancelFailure: undefined, expected: Promise.resolve() },
    };
    this.#current = own;
    this.#keep(own);
    own.expected = this.#expect(own);
    this.#show(newlyWorking(own.order, notice, own.startedAt));
    const waitMs = waitLimitMs(own.startedAt, Date.now());
    const timer = setTimeout(() => this.#letGo(own, new ApiFailure('overdue', overdueSentence())), waitMs);
    const end = await work(own).then(
      (result) => this.#done(own, result),
      (error: unknown) => endOf(own, error),
    );
    clearTimeout(timer);
    this.#unanswered = unansweredOf(own);
    this.#current = undefined;
    this.#deps.kept.forget();
    this.#show(end);
  }

  async #done(own: CurrentOrder, made: SavedResult): Promise<OrderState> {
    this.#update(own, { ended: true });
    const [named] = await Promise.all([
      namedDraw(made.receipt, this.#deps.headBlock),
      answeredWithin(EXPECT_LIMIT_MS, own.expected),
    ]);
    const result = finishedBy(own, { ...made, ...(named && { named }) });
    let unsaved = false;
    await this.#deps.save(result).catch((error: unknown) => {
      console.debug('keeping the result', error);
      unsaved = true;
    });
    return { phase: 'done', result, unsaved };
  }

  /** Reads the task's stream, and looks the task up where the stream breaks. */
  async #stream(own: CurrentOrder): Promise<SavedResult> {
    const news = {
      onStart: (task: TaskHandle | null) => this.#started(own, task),
      onTask: (task: ApiTask) => this.#hear(own, task),
      onPreview: (preview: Blob) => this.#update(own, { preview }),
      onText: (delta: string) => this.#update(own, (state) => ({ text: state.text + delta })),
    };
    try {
      return await performOrder(own, news, own.abort.signal);
    } catch (error) {
      const isRefused = own.task === null && own.secret !== undefined;
      if (isRefused && !own.cancelling && isFault(error, 'salt_not_yet')) return this.#streamUnsalted(own);
      if (isRefused && isFault(error, 'task_exists')) return this.#claim(own, error.details.task);
      if (own.task === null || own.abort.signal.aborted || isOfTask(error)) throw error;
      this.#update(own, { notice: awaySentence() });
      return this.#follow(own, own.task);
    }
  }

  /** A coordinator may take no salts for a time: then it chooses this one, and the receipt says so. */
  #streamUnsalted(own: CurrentOrder): Promise<SavedResult> {
    own.secret = undefined;
    own.salt = { by: 'coordinator' };
    // Without a salt it is another task each time that it is sent.
    this.#deps.kept.forget();
    return this.#stream(own);
  }

  /** Follows the task that the order became when it was sent before. */
  #claim(own: CurrentOrder, task: TaskHandle | null): Promise<SavedResult> {
    if (task === null) {
      own.secret = undefined;
      throw new ApiFailure('task_exists', t('create.orderRun.keptFromYou'));
    }
    own.ordered = own.first ?? own.ordered;
    this.#started(own, task);
    return this.#follow(own, task);
  }

  async #follow(own: CurrentOrder, task: TaskHandle): Promise<SavedResult> {
    const news = {
      onTask: (task: ApiTask) => this.#hear(own, task),
      onAway: () => {
        const { cancelFailure: failure } = own;
        this.#update(own, { notice: failure === undefined ? awaySentence() : t(failure.notice) });
      },
    };
    this.#update(own, { followed: true });
    const { prompt, url } = own.order;
    const result = await followTask(url, task, news, own.abort.signal);
    return { prompt, savedAt: Date.now(), id: result.receipt.task_id, ...result };
  }

  #started(own: CurrentOrder, task: TaskHandle | null): void {
    own.task = task;
    if (task === null) return;
    this.#keep(own);
    if (own.cancelling) void this.#cancelNow(own, task);
  }

  /** Keeps it over a reload, where that could find its task again. */
  #keep(own: CurrentOrder): void {
    if (this.#current !== own || (own.task === null && own.secret === undefined)) return;
    this.#deps.kept.write(keptOf(own));
  }

  #hear(own: CurrentOrder, task: ApiTask): void {
    // A task that went back to the queue starts again at another miner.
    const running = task.status === 'running';
    this.#update(own, (state) => ({
      ...{ task, preview: running ? state.preview : undefined },
      notice: own.cancelFailure === undefined ? null : state.notice,
    }));
  }

  #update(own: CurrentOrder, change: Partial<WorkingOrder> | ((state: WorkingOrder) => object)): void {
    if (this.#current !== own || this.#state.phase !== 'working') return;
    this.#show({ ...this.#state, ...(typeof change === 'function' ? change(this.#state) : change) });
  }

  #show(state: OrderState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
