import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiTask } from '#protocol/messages/api.ts';
import { ApiFailure, wasCancelled } from '#web/coordinator/apiFailure.ts';
import { cancelTask } from '#web/coordinator/coordinatorApi.ts';
import { generateImage, type ImageOrder } from '#web/coordinator/generateImage.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { streamText, type TextOrder } from '#web/coordinator/streamText.ts';
import type { SavedResult } from '#web/create/order/savedResult.ts';

export type Order = { url: string } & (({ kind: 'image' } & ImageOrder) | ({ kind: 'text' } & TextOrder));

interface WorkingOrder {
  phase: 'working';
  kind: Order['kind'];
  task: ApiTask | null;
  text: string;
  /** The picture as the current miner predicts it. */
  preview: Blob | undefined;
  cancelling: boolean;
}

export type OrderState =
  | { phase: 'idle' }
  | WorkingOrder
  | { phase: 'done'; result: SavedResult }
  | { phase: 'cancelled' }
  | { phase: 'failed'; code: string; sentence: string };

interface CurrentOrder {
  abort: AbortController;
  url: string;
  task: TaskHandle | null;
  cancelling: boolean;
}

/** One request at a time to a coordinator, from the prompt to the result. */
export function useOrder(onResult: (result: SavedResult) => void) {
  const [state, setState] = useState<OrderState>({ phase: 'idle' });
  const current = useRef<CurrentOrder | null>(null);

  // Leaving the page closes the connection, and that cancels the task.
  useEffect(() => () => current.current?.abort.abort(), []);

  const start = useCallback(
    async (order: Order): Promise<void> => {
      current.current?.abort.abort();
      const abort = new AbortController();
      const own: CurrentOrder = { abort, url: order.url, task: null, cancelling: false };
      current.current = own;
      const update = (change: (state: WorkingOrder) => OrderState) => {
        // A later order owns the state; the rest of this one is not shown.
        if (current.current === own) setState((state) => (state.phase === 'working' ? change(state) : state));
      };
      const news = {
        onStart: (task: TaskHandle | null) => {
          own.task = task;
        },
        onTask: (task: ApiTask) => {
          // A task that went back to the queue starts again at another miner.
          update((state) => ({
            ...state,
            task,
            preview: task.status === 'running' ? state.preview : undefined,
          }));
        },
        onPreview: (preview: Blob) => update((state) => ({ ...state, preview })),
        onText: (delta: string) => update((state) => ({ ...state, text: state.text + delta })),
      };
      setState({
        phase: 'working',
        kind: order.kind,
        task: null,
        text: '',
        preview: undefined,
        cancelling: false,
      });
      try {
        const result = await perform(order, news, abort.signal);
        update(() => ({ phase: 'done', result }));
        onResult(result);
      } catch (error) {
        // The stream may report the cancelled task before this side closes it.
        if (own.cancelling || wasCancelled(error)) return update(() => ({ phase: 'cancelled' }));
        const failure = error instanceof ApiFailure ? error : null;
        const sentence = failure?.message ?? 'The connection to the coordinator was lost. Try again.';
        update(() => ({ phase: 'failed', code: failure?.code ?? 'cut_off', sentence }));
      } finally {
        if (current.current === own) current.current = null;
      }
    },
    [onResult],
  );

  const cancel = useCallback(async (): Promise<void> => {
    const own = current.current;
    if (own === null) return;
    own.cancelling = true;
    setState((state) => (state.phase === 'working' ? { ...state, cancelling: true } : state));
    try {
      if (own.task !== null) await cancelTask(own.url, own.task);
    } catch (error) {
      // Closing the connection below cancels too, so a failed request changes nothing.
      console.debug('cancelling the task', error);
    } finally {
      own.abort.abort();
    }
  }, []);

  return { state, start, cancel };
}

async function perform(
  order: Order,
  news: Parameters<typeof streamText>[2] & Parameters<typeof generateImage>[2],
  signal: AbortSignal,
): Promise<SavedResult> {
  const common = { prompt: order.prompt, savedAt: Date.now() };
  if (order.kind === 'image') {
    const { image, receipt } = await generateImage(order.url, order, news, signal);
    return { ...common, id: receipt.task_id, kind: 'image', image, receipt };
  }
  const { text, receipt } = await streamText(order.url, order, news, signal);
  return { ...common, id: receipt.task_id, kind: 'text', text, receipt };
}
