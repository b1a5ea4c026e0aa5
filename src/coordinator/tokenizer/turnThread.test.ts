import { afterEach, expect, it } from 'vitest';
import { TurnThread } from '#coordinator/tokenizer/turnThread.ts';

/** Answers with what it was asked and how many calls it has had; `end` ends it, `silence` has no answer. */
const ENTRY = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from 'node:worker_threads';
    let calls = 0;
    parentPort.on('message', (message) => {
      if (message === 'end') throw new Error('it ends');
      if (message !== 'silence') parentPort.postMessage([workerData, message, ++calls]);
    });
  `)}`,
);
/** A thread begins within it on a busy machine, in ms. */
const START_MS = 60_000;

const open: TurnThread[] = [];
afterEach(() => Promise.all(open.splice(0).map((thread) => thread.close())));

function start(callMs = START_MS): TurnThread {
  const failureOf = ({ kind }: { kind: string }) => new Error(kind);
  const thread = new TurnThread({ entry: ENTRY, workerData: 'data', callMs, failureOf });
  open.push(thread);
  return thread;
}

it('asks one thread in turn', async () => {
  const thread = start();
  expect(await Promise.all(['a', 'b'].map((message) => thread.ask(message)))).toEqual([
    ['data', 'a', 1],
    ['data', 'b', 2],
  ]);
});

it('begins another thread after one has ended', async () => {
  const thread = start();
  const [, failed, next] = await Promise.allSettled(['a', 'end', 'b'].map((each) => thread.ask(each)));
  expect(failed).toMatchObject({ reason: { message: 'dead' } });
  expect(next).toMatchObject({ value: ['data', 'b', 1] });
});

it('ends a thread that takes too long', async () => {
  await expect(start(1).ask('silence')).rejects.toThrow('late');
});

it('fails what runs, what waits and what comes once it is closed', async () => {
  const thread = start();
  await thread.ask('a');
  const calls = ['silence', 'b'].map((message) => thread.ask(message));
  const ends = Promise.allSettled(calls);
  // The first call has reached its thread.
  await new Promise((resolve) => setImmediate(resolve));
  await thread.close();
  for (const end of [...(await ends), ...(await Promise.allSettled([thread.ask('c')]))])
    expect(end).toMatchObject({ reason: { message: 'closed' } });
});
