import { bytesToHex, type Hex } from 'viem';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { ORDER_TIMEOUT_MS } from '#web/coordinator/coordinatorApi.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import type { KeptOrder } from '#web/create/order/keptOrder.ts';
import type { Order } from '#web/create/order/order.ts';
import type { CancelFailure } from '#web/create/order/waitSentence.ts';
import { type AskedOrder, askedOrderSchema } from '#web/create/saved/askedOrder.ts';
import type { ExpectedTask, OrderMoment, SaltChoice, SavedResult } from '#web/create/saved/savedResult.ts';

/** Of a secret that makes a salt (`chosenBy`). */
const SECRET_BYTES = 32;

/** An order as it is sent. */
export interface SentOrder {
  order: Order;
  task: TaskHandle | null;
  /** Unix time in ms. */
  startedAt: number;
  /** When the order was sent, which an older page did not keep. */
  ordered: OrderMoment | undefined;
  /** When it was sent first, if its answer was lost then. */
  first: OrderMoment | undefined;
  /** What makes its salt; undefined where the coordinator chooses it. */
  secret: Hex | undefined;
  /** An older page did not keep it. */
  salt: SaltChoice | undefined;
  /** It started from a picture that a reload has lost. */
  isPictureLost: boolean;
}

export interface CurrentOrder extends SentOrder {
  abort: AbortController;
  cancelling: boolean;
  /** A cancel did not end it: the next one lets the task go. */
  cancelFailure: CancelFailure | undefined;
  /** Resolves once it is known which task it must become, or that nobody can tell. */
  expected: Promise<void>;
}

/** A secret that was sent without an answer, and when it was sent first. */
export interface Unanswered {
  secret: Hex;
  first: OrderMoment | undefined;
}

/** What is to be sent again with the same secret, if the order's end leaves open whether it became a task. */
export const unansweredOf = ({ task, secret, first, ordered }: SentOrder): Unanswered | undefined =>
  task === null && secret !== undefined ? { secret, first: first ?? ordered } : undefined;

/** @param unanswered the order's last sending: sent again, it is the same task */
export function newlySent(order: Order, unanswered: Unanswered | undefined, nowMs: number): SentOrder {
  return {
    ...{ order, task: null, startedAt: nowMs, ordered: { at: nowMs }, first: unanswered?.first },
    secret: unanswered?.secret ?? bytesToHex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))),
    ...{ salt: { by: 'browser', tasks: null }, isPictureLost: false },
  };
}

/** An order as it was under way before a reload; its task may be unknown. */
export function sentBefore(kept: KeptOrder, nowMs: number): SentOrder {
  const { task = null, order, edited, startedAt, chainSeconds, secret, salt } = kept;
  const moment =
    startedAt === undefined
      ? undefined
      : { at: startedAt, ...(chainSeconds !== undefined && { chainSeconds }) };
  const known = { order, task, secret, salt, isPictureLost: edited };
  return task === null
    ? { ...known, startedAt: nowMs, ordered: { at: nowMs }, first: moment }
    : { ...known, startedAt: startedAt ?? nowMs, ordered: moment, first: undefined };
}

/** The task that an order with a salt of its own must become; null where it cannot be told. It may fail. */
export type ExpectTasks = (
  asked: Pick<SentOrder, 'order' | 'isPictureLost'> & { secret: Hex },
) => Promise<ExpectedTask[] | null>;

/**
 * Works out which task an order must become, while its coordinator does what it does.
 * @returns whether something came of it
 */
export async function findExpected(own: SentOrder, expectedTasks: ExpectTasks): Promise<boolean> {
  const { order, secret, salt, isPictureLost } = own;
  if (secret === undefined || salt?.by !== 'browser' || salt.tasks !== null) return false;
  try {
    const tasks = await expectedTasks({ order, secret, isPictureLost });
    // The coordinator may have refused the salt meanwhile.
    if (own.salt !== salt || tasks === null) return false;
    own.salt = { by: 'browser', tasks };
    return true;
  } catch (error) {
    console.debug('working out the task of an order', error);
    return false;
  }
}

/**
 * Whether an order that its coordinator had not named may be sent again by itself after a reload: as long as
 * the page before would have waited for the answer, and while it is the same order.
 */
export const canBeSentAgain = ({ edited, secret, startedAt = 0 }: KeptOrder, nowMs: number): boolean =>
  !edited && secret !== undefined && nowMs - startedAt < ORDER_TIMEOUT_MS;

/** What is kept of an order under way. */
export function keptOf({ task, order, startedAt, ordered, first, ...sent }: SentOrder): KeptOrder {
  const edited = sent.isPictureLost || (order.kind === 'image' && order.start !== undefined);
  const moment = task === null ? (first ?? ordered) : ordered;
  const { secret, salt } = sent;
  return {
    ...{ order, edited, startedAt: moment?.at ?? startedAt },
    ...(moment?.chainSeconds !== undefined && { chainSeconds: moment.chainSeconds }),
    ...(task !== null && { task }),
    ...(secret !== undefined && { secret }),
    ...(salt !== undefined && { salt }),
  };
}

/** What is kept of an order with its result. */
function askedOf({ order, secret, isPictureLost }: SentOrder): AskedOrder {
  return askedOrderSchema.parse({
    ...order,
    ...(secret !== undefined && { salt: chosenBy(secret).salt }),
    ...(isPictureLost && { start: 'lost' }),
  });
}

/** An order's result, with what is known of how it was ordered. */
export function finishedBy(own: SentOrder, made: SavedResult): SavedResult {
  const { task, ordered, salt, order } = own;
  return {
    ...{ ...made, ...(ordered && { ordered }), ...(salt && { salt }), asked: askedOf(own) },
    ...(task !== null && { source: { url: order.url, key: task.key } }),
  };
}
