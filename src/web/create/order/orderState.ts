import type { ApiTask } from '#protocol/messages/api.ts';
import type { Order } from '#web/create/order/order.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

export interface WorkingOrder {
  phase: 'working';
  kind: Order['kind'];
  /** Of its coordinator. */
  url: string;
  /** Its stream is gone, and with it what the text adds: the task is looked up until it has ended. */
  followed: boolean;
  task: ApiTask | null;
  text: string;
  /** The picture as the current miner predicts it. */
  preview: Blob | undefined;
  cancelling: boolean;
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

export const newlyWorking = ({ kind, url }: Order, notice: string | null): WorkingOrder => ({
  ...{ phase: 'working', kind, url, notice, followed: false },
  ...{ task: null, text: '', preview: undefined, cancelling: false },
});
