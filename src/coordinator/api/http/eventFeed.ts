import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Logger } from 'pino';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import type { ApiTask } from '#protocol/messages/api.ts';

/** Proxies close a connection that is silent for about a minute. */
const KEEP_ALIVE_MS = 15_000;

/** Server-sent events to one client. */
export interface EventFeed {
  /** Sends one event; `name` only where OpenAI's API names it. */
  send(data: unknown, name?: string): Promise<void>;
  end(): Promise<void>;
  /** Sends a comment when nothing was sent for a while. */
  keepAlive(): Promise<void>;
}

/**
 * Answers with a stream of events. The status is sent before anything can fail, so a fault is an event too,
 * in the form that OpenAI's clients turn into an error.
 */
export function streamEvents(
  context: Context,
  log: Logger,
  work: (feed: EventFeed, client: AbortSignal) => Promise<void>,
): Response {
  // nginx and its relatives would hold events back until a buffer is full.
  context.header('x-accel-buffering', 'no');
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort(new Error('The client hung up.')));
    let lastSent = performance.now();
    const feed: EventFeed = {
      send: async (data, name) => {
        lastSent = performance.now();
        await stream.writeSSE({ data: JSON.stringify(data), ...(name === undefined ? {} : { event: name }) });
      },
      end: async () => {
        await stream.writeSSE({ data: '[DONE]' });
      },
      keepAlive: async () => {
        if (performance.now() - lastSent < KEEP_ALIVE_MS) return;
        lastSent = performance.now();
        await stream.write(': waiting\n\n');
      },
    };
    try {
      await work(feed, AbortSignal.any([gone.signal, context.req.raw.signal]));
    } catch (error) {
      if (gone.signal.aborted || context.req.raw.signal.aborted) return;
      if (!(error instanceof ApiFault)) log.error({ err: error }, 'a stream failed');
      const fault = error instanceof ApiFault ? error : internalFault();
      await feed.send({ type: 'error', ...fault.toJSON() }, 'error');
    }
  });
}

export const internalFault = () =>
  new ApiFault(
    'internal',
    'The coordinator failed to handle this request. Try again; if that fails too, tell its operator.',
  );

/** Sends a task's state whenever it differs from what was sent last. */
export function taskNews(send: (task: ApiTask) => Promise<void>): (task: ApiTask) => Promise<void> {
  let last = '';
  return async (task) => {
    const now = JSON.stringify(task);
    if (now === last) return;
    last = now;
    await send(task);
  };
}
