import { proxy, type Remote, type TransferHandler, transferHandlers, wrap } from 'comlink';
import { decodeError, encodeError, type SentError } from '#miner/rpc/sentError.ts';

/*
 * How calls cross between the tab's threads: Comlink, with three things added. Every entry point of a worker
 * and every client imports this module before it calls.
 *
 * - An error keeps its code, details and causes (`sentError.ts`).
 * - A function may be an argument anywhere; it is called back across the border.
 * - An AbortSignal may be an argument anywhere; its copy aborts when the original does.
 */

const thrown = transferHandlers.get('throw') as TransferHandler<{ value: unknown }, unknown>;
const called = transferHandlers.get('proxy') as TransferHandler<object, MessagePort>;

transferHandlers.set('throw', {
  canHandle: thrown.canHandle,
  serialize: ({ value }) => [encodeError(value), []],
  deserialize: (sent) => {
    throw decodeError(sent);
  },
} satisfies TransferHandler<{ value: unknown }, SentError>);

transferHandlers.set('function', {
  canHandle: (value): value is () => unknown => typeof value === 'function',
  serialize: (value) => called.serialize(proxy(value)),
  deserialize: (port) => called.deserialize(port) as () => unknown,
} satisfies TransferHandler<() => unknown, MessagePort>);

transferHandlers.set('AbortSignal', {
  canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
  serialize: (signal) => {
    const { port1, port2 } = new MessageChannel();
    if (signal.aborted) port1.postMessage(encodeError(signal.reason));
    else {
      const forward = () => port1.postMessage(encodeError(signal.reason));
      signal.addEventListener('abort', forward, { once: true });
    }
    return [port2, [port2]];
  },
  deserialize: (port) => {
    const controller = new AbortController();
    port.onmessage = ({ data }: MessageEvent<SentError>) => {
      controller.abort(decodeError(data));
      port.close();
    };
    return controller.signal;
  },
} satisfies TransferHandler<AbortSignal, MessagePort>);

/** A worker's API, as its client sees it. */
export const remoteOf = <Api>(worker: Worker): Remote<Api> => wrap<Api>(worker);
