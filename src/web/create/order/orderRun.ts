import type { ApiTask } from '#protocol/messages/api.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { cancelTask } from '#web/coordinator/coordinatorApi.ts';
import { followTask } from '#web/coordinator/followTask.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import type { KeptOrder } from '#web/create/order/keptOrder.ts';
import type { Order } from '#web/create/order/order.ts';
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
import type { OrderMoment, SavedResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
import type { KeptValue } from '#web/storage/keptValue.ts';

export interface OrderRunDeps {
  /** The task under way, over a reload. */
  kept: KeptValue<KeptOrder>;
  save(result: SavedResult): Promise<void>;
  /** When the chain's newest block was made, in Unix seconds. It may fail. */
  chainSeconds(): Promise<number>;
}

interface CurrentOrder {
  order: Order;
  abort: AbortController;
  task: TaskHandle | null;
  /** Unix time in ms. */
  startedAt: number;
  /** When the order was sent, which an older page did not keep. */
  ordered: OrderMoment | undefined;
  cancelling: boolean;
  /** A cancel did not end it: the next one lets the task go. */
  cancelFailure: CancelFailure | undefined;
}

/** A coordinator that has not named a task after so long, in ms, has most likely made none. */
export const ANSWER_LIMIT_MS = 8_000;
/** The chain's time is the order's only if it is heard so soon, in ms; an epoch takes about a minute. */
export const CHAIN_LIMIT_MS = 10_000;
/** Failures of a stream, not of its task: the task goes on, or may have. */
const STREAM_CODES = ['cut_off', 'shutting_down', 'answer_changed', 'unreachable', 'bad_answer'];

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
    const startedAt = Date.now();
    await this.#run({ order, task: null, startedAt, ordered: { at: startedAt } }, null, (own) => {
      void this.#noteChainTime(own);
      return this.#stream(own);
    });
  }

  async retry(): Promise<void> {
    if (this.#last !== undefined) await this.start(this.#last);
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

  async #resume({ task, order, edited, startedAt, chainSeconds }: KeptOrder): Promise<void> {
    if (!edited) this.#last = order;
    const ordered =
      startedAt === undefined
        ? undefined
        : { at: startedAt, ...(chainSeconds !== undefined && { chainSeconds }) };
    const begun = { order, task, startedAt: startedAt ?? Date.now(), ordered };
    await this.#run(begun, lookingSentence(), (own) => this.#follow(own, task));
  }

  /** Asks the chain for its time while the order is on its way, and holds nothing up for it. */
  async #noteChainTime(own: CurrentOrder): Promise<void> {
    try {
      const chainSeconds = await this.#deps.chainSeconds();
      if (Date.now() - own.startedAt > CHAIN_LIMIT_MS) return;
      own.ordered = { at: own.startedAt, chainSeconds };
      if (this.#current === own) this.#keep(own);
    } catch (error) {
      console.debug('reading the chain’s time', error);
    }
  }

  async #run(
    begun: Pick<CurrentOrder, 'order' | 'task' | 'startedAt' | 'ordered'>,
    notice: string | null,
    work: (own: CurrentOrder) => Promise<SavedResult>,
  ): Promise<void> {
    const own: CurrentOrder = {
      ...begun,
      abort: new AbortController(),
      cancelling: false,
      cancelFailure: undefined,
    };
    this.#current = own;
    this.#show(newlyWorking(own.order, notice, own.startedAt));
    const waitMs = waitLimitMs(own.startedAt, Date.now());
    const timer = setTimeout(() => this.#letGo(own, new ApiFailure('overdue', overdueSentence())), waitMs);
    const end = await work(own).then(
      (result) => this.#done(own, result),
      (error: unknown) => endOf(own, error),
    );
    clearTimeout(timer);
    this.#current = undefined;
    this.#deps.kept.forget();
    this.#show(end);
  }

  async #done(own: CurrentOrder, made: SavedResult): Promise<OrderState> {
    const { order, task, ordered } = own;
    this.#update(own, { ended: true });
    const result = {
      ...{ ...made, ...(ordered && { ordered }) },
      ...(task !== null && { source: { url: order.url, key: task.key } }),
    };
    try {
      await this.#deps.save(result);
      return { phase: 'done', result, unsaved: false };
    } catch (error) {
      console.debug('keeping the result', error);
      return { phase: 'done', result, unsaved: true };
    }
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
      return await performOrder(own.order, news, own.abort.signal);
    } catch (error) {
      if (own.task === null || own.abort.signal.aborted || isOfTask(error)) throw error;
      this.#update(own, { notice: awaySentence() });
      return this.#follow(own, own.task);
    }
  }

  async #follow(own: CurrentOrder, task: TaskHandle): Promise<SavedResult> {
    const news = {
      onTask: (task: ApiTask) => this.#hear(own, task),
      onAway: () => {
        const { cancelFailure } = own;
        this.#update(own, {
          notice: cancelFailure === undefined ? awaySentence() : t(cancelFailure.notice),
        });
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

  #keep({ task, order, startedAt, ordered }: CurrentOrder): void {
    if (task === null) return;
    const edited = order.kind === 'image' && order.start !== undefined;
    const chainSeconds = ordered?.chainSeconds;
    this.#deps.kept.write({
      ...{ task, order, edited, startedAt },
      ...(chainSeconds !== undefined && { chainSeconds }),
    });
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

/** The task itself failed, or was refused. */
const isOfTask = (error: unknown): boolean =>
  error instanceof ApiFailure && !STREAM_CODES.includes(error.code);

function endOf({ order: { url }, abort: { signal }, cancelling }: CurrentOrder, error: unknown): OrderState {
  const failed = ({ code, message: sentence }: ApiFailure): OrderState => ({
    ...{ phase: 'failed', code, sentence, url },
  });
  if (signal.reason instanceof ApiFailure) return failed(signal.reason);
  // The stream may report the cancelled task before this side closes it.
  if (cancelling || signal.aborted) return { phase: 'cancelled' };
  if (!(error instanceof ApiFailure)) return failed(new ApiFailure('cut_off', t('create.orderRun.cutOff')));
  return error.code === 'cancelled' ? { phase: 'cancelled' } : failed(error);
}
