import { WebSocket } from 'isows';

/**
 * Node 20 lacks two things that libp2p uses and browsers and Node 22 have. Node entry points import this
 * module before anything of libp2p.
 */

if (!('withResolvers' in Promise)) {
  Object.defineProperty(Promise, 'withResolvers', {
    configurable: true,
    writable: true,
    value: <T>() => {
      let resolve!: (value: T | PromiseLike<T>) => void;
      let reject!: (reason?: unknown) => void;
      const promise = new Promise<T>((onResolve, onReject) => {
        resolve = onResolve;
        reject = onReject;
      });
      return { promise, resolve, reject };
    },
  });
}

globalThis.WebSocket ??= WebSocket;
