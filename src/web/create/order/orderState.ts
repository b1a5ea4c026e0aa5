import type { ApiTask } from '#protocol/messages/api.ts';
import type { Order } from '#web/create/order/order.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

export interface WorkingOrder {
  phase: 'working';
  kind: Order['kind'];
  /** Of its coordinator. */
  url: string;
  /** When it was sent, in Unix time in ms. */
  startedAt: number;
  /** Its stream is gone, and with it what the text adds: the task is looked up until it has ended. */
  followed: boolean;
  task: ApiTask | null;
  text: string;
  /** The picture as the current miner predicts it. */
  preview: Blob | undefined;
  cancelling: boolean;
  /** The result is here, and is being kept. */
  ended: boolean;
  /** A sentence in place of the task's state. */
  notice: string | null;
}

export type OrderState =
  | { phase: 'idle' }
  | WorkingOrder
  | {
      phase: 'done';
      result: SavedResult;
      /** The browser could not keep it: the gallery lacks it. */
      unsaved: boolean;
    }
  | { phase: 'cancelled' }
  | { phase: 'failed'; code: string; sentence: string; url: string };

/** @param startedAt Unix time in ms */
export const newlyWorking = (
  { kind, url }: Order,
  notice: string | null,
  startedAt: number,
): WorkingOrder => ({
  ...{ phase: 'working', kind, url, notice, startedAt, followed: false, ended: false },
  ...{ task: null, text: '', preview: undefined, cancelling: false },
});
