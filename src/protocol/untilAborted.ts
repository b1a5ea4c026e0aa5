/**
 * The promise's outcome, or the signal's reason as soon as it is aborted. The promise itself continues.
 * @throws the reason, or what the promise throws
 * @example await untilAborted(running, AbortSignal.timeout(5_000));
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
