import { describe, expect, it, vi } from 'vitest';
import { gate, outcome, passed, settled, setUpEngine, statesOf } from '#miner/testing/engine.ts';

const DRAW: [string, string] = ['draw', 'Draw'];
const TALK: [string, string] = ['talk', 'Talk'];
const SING: [string, string] = ['sing', 'Sing'];

/** An engine that mines with these alone. */
async function mining(...models: [string, string][]) {
  const bench = setUpEngine();
  await bench.engine.prepare(new Map(models));
  await settled(bench.board);
  return bench;
}
const unloaded = ({ gpu }: ReturnType<typeof setUpEngine>) => gpu.unload.mock.calls.map(([id]) => id);
const choose = ({ engine }: ReturnType<typeof setUpEngine>, ...models: [string, string][]) =>
  engine.choose(new Map(models));

describe('a tab whose models are changed while it mines', () => {
  it('prepares a new model while the others work, then offers it too', async () => {
    const bench = await mining(DRAW);
    const { passing, open } = gate();
    bench.fetchModel.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    choose(bench, DRAW, TALK);
    expect(statesOf(bench.board)).toEqual(['ready', 'downloading']);
    expect(await bench.run()).toEqual(outcome);
    open();
    await settled(bench.board);
    expect(bench.engine.models()).toEqual(['draw', 'talk']);
    expect(bench.gpu.load.mock.calls.map(([id]) => id)).toEqual(['draw', 'talk']);
  });

  it('offers a model no more at once, runs the tasks that were taken, and frees the GPU after them', async () => {
    const bench = await mining(DRAW, TALK);
    const { passing, open } = gate();
    bench.work.mockImplementationOnce(() => passing.then(() => outcome));
    const running = bench.run('talk');
    await vi.waitFor(() => expect(bench.work).toHaveBeenCalledOnce());
    const waiting = bench.run('talk');
    choose(bench, DRAW);
    expect(bench.offers.at(-1)).toEqual(['draw']);
    expect(bench.board.current().models.map(({ id }) => id)).toEqual(['draw']);
    // The request of a task that was taken may still have to be read.
    expect(bench.engine.manifestOf('talk')).toBeDefined();
    expect(unloaded(bench)).toEqual([]);
    open();
    expect(await Promise.all([running, waiting])).toEqual([outcome, outcome]);
    await vi.waitFor(() => expect(unloaded(bench)).toEqual(['talk']));
    expect(bench.engine.manifestOf('talk')).toBeUndefined();
  });

  it('frees a model at once that has no task', async () => {
    const bench = await mining(DRAW, TALK);
    choose(bench, TALK);
    await vi.waitFor(() => expect(unloaded(bench)).toEqual(['draw']));
    expect(bench.engine.models()).toEqual(['talk']);
  });

  it('ends the download of a model that is taken out again, and goes on with the next', async () => {
    const bench = await mining(DRAW);
    let ended = false;
    bench.fetchModel.mockImplementationOnce(
      (_id, _features, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            ended = true;
            reject(signal.reason);
          }),
        ),
    );
    choose(bench, DRAW, TALK, SING);
    choose(bench, DRAW, SING);
    await settled(bench.board);
    expect(ended).toBe(true);
    expect(bench.engine.models()).toEqual(['draw', 'sing']);
    expect(bench.onFailed).not.toHaveBeenCalled();
  });

  it('never offers a model that is taken out while the GPU tests it, and frees it', async () => {
    const bench = await mining(DRAW);
    const { passing, open } = gate();
    bench.gpu.conformance.mockImplementationOnce(async (id) => passing.then(() => passed(id)));
    choose(bench, DRAW, TALK);
    await vi.waitFor(() => expect(statesOf(bench.board)).toEqual(['ready', 'proving']));
    choose(bench, DRAW);
    open();
    await vi.waitFor(() => expect(unloaded(bench)).toEqual(['talk']));
    expect(bench.offers.flat()).not.toContain('talk');
  });

  it('offers a model again that was taken out and is chosen anew before its task has ended', async () => {
    const bench = await mining(DRAW, TALK);
    const { passing, open } = gate();
    bench.work.mockImplementationOnce(() => passing.then(() => outcome));
    const running = bench.run('talk');
    await vi.waitFor(() => expect(bench.work).toHaveBeenCalledOnce());
    choose(bench, DRAW);
    choose(bench, DRAW, TALK);
    open();
    await running;
    await settled(bench.board);
    expect(bench.engine.models()).toEqual(['draw', 'talk']);
    expect(unloaded(bench)).toEqual([]);
  });

  it('keeps one model at least, and tells so', async () => {
    const bench = await mining(DRAW, TALK);
    expect(() => choose(bench)).toThrow(expect.objectContaining({ code: 'NO_MODEL' }));
    expect(bench.engine.models()).toEqual(['draw', 'talk']);
    expect(statesOf(bench.board)).toEqual(['ready', 'ready']);
  });

  it('waits for its GPU before it changes anything', () => {
    expect(() => choose(setUpEngine(), DRAW)).toThrow(expect.objectContaining({ code: 'BUSY_MINING' }));
  });
});

it('a model that is loaned for a jury and then chosen stays on the GPU after the vote', async () => {
  const bench = await mining(DRAW);
  const { passing, open } = gate();
  const { manifest } = await bench.lookUp('talk');
  const signal = new AbortController().signal;
  const lent = bench.engine.loans.lend({ model: 'talk', manifest }, () => passing, signal);
  await vi.waitFor(() => expect(bench.gpu.conformance).toHaveBeenCalledTimes(2));
  choose(bench, DRAW, TALK);
  await settled(bench.board);
  open();
  await lent;
  expect(unloaded(bench)).toEqual([]);
  expect(bench.engine.models()).toEqual(['draw', 'talk']);
});
