import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WorkCall } from '#coordinator/tokenizer/textWork.ts';
import { TokenizerThread, type TokenizerThreadDeps } from '#coordinator/tokenizer/tokenizerThread.ts';
import type { ModelFiles } from '#coordinator/tokenizer/workerMessages.ts';

/** Places in the array that a test shares with its thread. */
const [LIVES, FAILING, CALLS, SILENT] = [0, 1, 2, 3] as const;

/**
 * A thread that does as it is told by the name of the model, and counts its lives and its calls. Its first
 * lives fail, as many as the array says.
 */
const ENTRY = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort, workerData } from 'node:worker_threads';
  const [shared] = workerData;
  if (Atomics.add(shared, ${LIVES}, 1) < shared[${FAILING}]) throw new Error('no tokenizer');
  if (shared[${SILENT}] === 0) parentPort.postMessage({ longestTokens: { talk: 8 } });
  parentPort.on('message', ({ model }) => {
    Atomics.add(shared, ${CALLS}, 1);
    if (model === 'crash') throw new Error('crash');
    if (model === 'exit') process.exit(3);
    if (model === 'hang') for (;;);
    if (model === 'refuse') parentPort.postMessage({ error: { code: 'BAD_REQUEST', message: 'no' } });
    else if (model === 'fail') parentPort.postMessage({ error: { code: undefined, message: 'no' } });
    else parentPort.postMessage({ value: model });
  });
`)}`,
);

const open: TokenizerThread[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thread) => thread.close()));
});

function start(more: Partial<TokenizerThreadDeps> = {}, failing = 0, silent = 0) {
  const shared = new Int32Array(new SharedArrayBuffer(16));
  shared[FAILING] = failing;
  shared[SILENT] = silent;
  const onFault = vi.fn();
  const limits = { jobs: 9, characters: 9, clientJobs: 9, clientCharacters: 9 };
  const models = [shared as unknown as ModelFiles];
  const thread = new TokenizerThread({ ...{ entry: ENTRY, models, limits, onFault }, ...more });
  open.push(thread);
  const ask = (model: string, client = 'ann', signal?: AbortSignal) => {
    const call: WorkCall<'read'> = { model, kind: 'read', args: [new Uint8Array()] };
    return thread.run(call, { client, characters: 1, signal });
  };
  return { thread, ask, onFault, shared };
}

describe('TokenizerThread', () => {
  it('starts its thread once for all work, and says what it loaded', async () => {
    const { thread, ask, shared } = start();
    expect(await thread.start()).toEqual({ longestTokens: { talk: 8 } });
    expect(await Promise.all([ask('one'), ask('two')])).toEqual(['one', 'two']);
    expect(shared[LIVES]).toBe(1);
  });

  it('gives clients their turns', async () => {
    const { ask } = start();
    const order: string[] = [];
    const noted = async (word: string, client: string) => order.push(String(await ask(word, client)));
    await Promise.all([noted('a1', 'a'), noted('a2', 'a'), noted('a3', 'a'), noted('b1', 'b')]);
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('refuses what its queue has no room for, and takes what it has room for', async () => {
    const limits = { jobs: 2, characters: 9, clientJobs: 2, clientCharacters: 9 };
    const { ask } = start({ limits });
    const fits = [ask('one'), ask('two')];
    await expect(ask('three')).rejects.toMatchObject({ code: 'too_many_prompts' });
    await expect(ask('three', 'bob')).rejects.toMatchObject({ code: 'prompt_queue_full' });
    expect(await Promise.all(fits)).toEqual(['one', 'two']);
    expect(await ask('three')).toBe('three');
  });

  it('ends work that takes too long with its thread, and goes on in a new one', async () => {
    const { thread, ask, onFault, shared } = start({ workMs: 200 });
    await thread.start();
    const after = ask('after', 'bob');
    await expect(ask('hang', 'ann')).rejects.toMatchObject({ code: 'prompt_too_slow' });
    expect(await after).toBe('after');
    expect(await ask('again')).toBe('again');
    expect(shared[LIVES]).toBe(2);
    expect(onFault).toHaveBeenCalledTimes(1);
  });

  it.each(['crash', 'exit'])(
    'refuses the text on which its thread dies by %s, and goes on',
    async (death) => {
      const { ask, onFault, shared } = start();
      const [dead, after] = [ask(death), ask('after')];
      await expect(dead).rejects.toMatchObject({ code: 'tokenizer_failed' });
      expect(await after).toBe('after');
      expect(shared[LIVES]).toBe(2);
      expect(onFault).toHaveBeenCalledTimes(1);
    },
  );

  it.each([
    ['refuse', { name: 'InferenceError', code: 'BAD_REQUEST', message: 'no' }],
    ['fail', { name: 'TokenizerError', code: 'tokenizer_failed' }],
  ])('passes on an error to %s, and keeps its thread', async (word, error) => {
    const { ask, shared } = start();
    await expect(ask(word)).rejects.toMatchObject(error);
    expect(await ask('after')).toBe('after');
    expect(shared[LIVES]).toBe(1);
  });

  it('refuses all that waits when its thread cannot start, and tries again for what comes next', async () => {
    const { ask, onFault, shared } = start({}, 1);
    const refused = { code: 'tokenizer_unavailable', cause: { message: 'no tokenizer' } };
    const both = [ask('one'), ask('two', 'bob')];
    await Promise.all(both.map((each) => expect(each).rejects.toMatchObject(refused)));
    expect(await ask('three')).toBe('three');
    expect(shared[LIVES]).toBe(2);
    expect(onFault).toHaveBeenCalledTimes(1);
  });

  it('gives up on a thread that never gets ready', async () => {
    const { ask, thread } = start({ loadMs: 300 }, 0, 1);
    await expect(ask('one')).rejects.toMatchObject({ code: 'tokenizer_unavailable' });
    await expect(thread.start()).rejects.toThrow('took too long');
  });

  it('never does what was given up while it waited', async () => {
    const { ask, shared } = start();
    const gone = new AbortController();
    const [first, second] = [ask('first'), ask('second', 'ann', gone.signal)];
    gone.abort(new Error('The client hung up.'));
    await expect(second).rejects.toThrow('hung up');
    expect(await first).toBe('first');
    expect(await ask('third')).toBe('third');
    expect(shared[CALLS]).toBe(2);
    await expect(ask('fourth', 'ann', gone.signal)).rejects.toThrow('hung up');
  });

  it('lets go at once of a client that leaves while its text is read', async () => {
    const { thread, ask, shared } = start({ workMs: 60_000 });
    await thread.start();
    const gone = new AbortController();
    const hanging = ask('hang', 'ann', gone.signal);
    await vi.waitFor(() => expect(shared[CALLS]).toBe(1));
    gone.abort(new Error('The client hung up.'));
    await expect(hanging).rejects.toThrow('hung up');
  });

  it('refuses what waits, what it is doing and what comes later when it is closed', async () => {
    const { thread, ask, onFault, shared } = start({ workMs: 60_000 });
    const refused = { code: 'tokenizer_unavailable' };
    const work = [ask('hang'), ask('one')].map((each) => expect(each).rejects.toMatchObject(refused));
    await vi.waitFor(() => expect(shared[CALLS]).toBe(1));
    await thread.close();
    await Promise.all(work);
    await expect(ask('two')).rejects.toMatchObject(refused);
    await expect(thread.start()).rejects.toMatchObject(refused);
    expect(shared[LIVES]).toBe(1);
    expect(onFault).not.toHaveBeenCalled();
  });

  it('ends a thread that is still starting when it is closed', async () => {
    const { thread, ask, onFault } = start({}, 0, 1);
    const waiting = expect(ask('one')).rejects.toMatchObject({ code: 'tokenizer_unavailable' });
    await thread.close();
    await waiting;
    expect(onFault).not.toHaveBeenCalled();
  });
});
