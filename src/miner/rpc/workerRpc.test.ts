import '#miner/rpc/workerRpc.ts';
import { expose, wrap } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CodedError } from '#protocol/codedError.ts';

class DoorError extends CodedError<'LOCKED', { tries: number }> {
  override readonly name = 'DoorError';
}

const api = {
  fail: async (): Promise<void> => {
    throw new DoorError('LOCKED', 'The door is locked.', {
      details: { tries: 3 },
      cause: new Error('rust', {
        cause: new DoorError('LOCKED', 'The lock is old.', { details: { tries: 0 } }),
      }),
    });
  },
  failPlainly: async (): Promise<void> => {
    throw new TypeError('no such thing');
  },
  failWith: async (value: unknown): Promise<void> => {
    throw value;
  },
  report: async (onProgress: (done: number) => void): Promise<string> => {
    onProgress(1);
    onProgress(2);
    return 'done';
  },
  waitFor: (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      const end = () => reject(signal.reason);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    }),
};

/** The API behind a real message channel. */
const { port1, port2 } = new MessageChannel();
expose(api, port1 as never);
const remote = wrap<typeof api>(port2 as never);

const errorOf = (promise: Promise<unknown>): Promise<Error & { code?: string; details?: unknown }> =>
  promise.then(
    () => Promise.reject(new Error('it resolved')),
    (error) => error,
  );

afterEach(() => vi.restoreAllMocks());

describe('an error thrown in the worker', () => {
  it('keeps its name, code, message, details and causes', async () => {
    const error = await errorOf(remote.fail());
    expect(error).toBeInstanceOf(CodedError);
    expect(error).toMatchObject({ name: 'DoorError', code: 'LOCKED', message: 'The door is locked.' });
    expect(error.details).toEqual({ tries: 3 });
    const cause = error.cause as Error;
    expect([cause.message, cause instanceof CodedError]).toEqual(['rust', false]);
    expect(cause.cause).toMatchObject({ code: 'LOCKED', message: 'The lock is old.', details: { tries: 0 } });
  });

  it('gets no code if it had none', async () => {
    const error = await errorOf(remote.failPlainly());
    expect(error).not.toBeInstanceOf(CodedError);
    expect(error).toMatchObject({ name: 'TypeError', message: 'no such thing' });
  });

  it('becomes an Error if a string was thrown', async () => {
    expect(await errorOf(remote.failWith('just words'))).toMatchObject({
      name: 'Error',
      message: 'just words',
    });
  });
});

it('a function passed as an argument is called back', async () => {
  const heard: number[] = [];
  expect(await remote.report((done) => void heard.push(done))).toBe('done');
  await vi.waitFor(() => expect(heard).toEqual([1, 2]));
});

describe('an AbortSignal as an argument', () => {
  it('aborts in the worker with its reason', async () => {
    const controller = new AbortController();
    const waiting = errorOf(remote.waitFor(controller.signal));
    controller.abort(new DoorError('LOCKED', 'Too late.', { details: { tries: 1 } }));
    expect(await waiting).toMatchObject({ code: 'LOCKED', message: 'Too late.' });
  });

  it('arrives aborted if it already was', async () => {
    const error = await errorOf(remote.waitFor(AbortSignal.abort(new Error('long ago'))));
    expect(error.message).toBe('long ago');
  });
});
