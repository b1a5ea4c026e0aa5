import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChainError } from '#chain/chainError.ts';
import { ASSIGNMENT_RATE } from '#miner/tasks/assignmentIntake.ts';
import { PAID } from '#miner/tasks/work/signedResultStore.ts';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { boss, miner, network, nowSeconds, PRICE, rival } from '#miner/testing/world.ts';
import { minerFrameSchema } from '#protocol/messages/stream.ts';
import { isResultSigned, resultHashOf } from '#protocol/signed/resultSignature.ts';

let mining: Mining;
let coordinator: Mining['coordinator'];
let engine: Mining['engine'];
let vouchers: Mining['vouchers'];
let results: Mining['results'];
let board: Mining['board'];

beforeEach(async () => {
  mining = await startMining();
  ({ coordinator, engine, vouchers, results, board } = mining);
});

afterEach(() => stopMining(mining));

const state = () => board.current().coordinators[0];

describe('a task', () => {
  it('is taken, run, signed and paid', async () => {
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    expect(board.current().current).toMatchObject([{ kind: 'image', model: 'draw', done: 0, total: 1 }]);
    engine.progress({ kind: 'step', done: 2, total: 4 });
    await until(() => expect(coordinator.progress).toContainEqual({ kind: 'step', done: 2, total: 4 }));
    expect(board.current().current[0]?.done).toBe(2);
    engine.runs[0]!.finish();

    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    const { bytes, trace, signature } = coordinator.results.get(digest)!;
    expect(
      await isResultSigned(
        network,
        { assignment: digest, result: resultHashOf(bytes), units: 1, trace },
        { miner: miner.address, signature },
      ),
    ).toBe(true);
    expect(board.current()).toMatchObject({
      phase: 'mining',
      tasksDone: 1,
      tasksFailed: 0,
      current: [],
      error: null,
    });
    expect(board.current()).toMatchObject({
      secondsPerImage: 2,
      recent: [{ amountWei: PRICE.toString(), model: 'draw' }],
    });
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
    await until(() => expect(results.kept.get(digest)).toBe(PAID));
    expect(coordinator.hellos[0]).toMatchObject({
      models: [{ id: 'draw', together: 1 }],
      gpu: 'test adapter',
    });
    expect(coordinator.heard).toEqual([[{ id: 'draw', together: 1 }]]);
  });

  it('is refused when another miner won the draw, or when it pays too little', async () => {
    const passedOver = await coordinator.assign({ passed: [rival.address] });
    expect(coordinator.refusals.get(passedOver)).toBe('WRONG_DRAW');
    const ofAnotherBlock = await coordinator.assign({ beacon: `0x${'c'.repeat(64)}` });
    expect(coordinator.refusals.get(ofAnotherBlock)).toBe('WRONG_DRAW');
    const cheap = await coordinator.assign({ unitPrice: PRICE - 1n });
    await until(() => expect(coordinator.refusals.get(cheap)).toBe('MALFORMED'));
    expect(engine.runs).toHaveLength(0);
  });

  it('that is over by the clock here before it begins, twice in a row, shows that this clock is fast', async () => {
    // By the chain's newest block they are not.
    mining.chain.change({ minedAt: nowSeconds() - 300 });
    const refused = async () => {
      const digest = await coordinator.assign({ expiry: nowSeconds() - 60 });
      await until(() => expect(coordinator.refusals.get(digest)).toBe('LEASE_OVER'));
    };
    await refused();
    expect(board.current().isClockFast).toBe(false);
    await refused();
    expect(board.current().isClockFast).toBe(true);
    await coordinator.assign();
    await until(() => expect(board.current().isClockFast).toBe(false));
    await refused();
    expect(board.current().isClockFast).toBe(false);
  });

  it('that is over by the chain too, as one of another browser with this key, says nothing of the clock', async () => {
    for (const expiry of [nowSeconds() - 61, nowSeconds() - 60]) {
      const digest = await coordinator.assign({ expiry });
      await until(() => expect(coordinator.refusals.get(digest)).toBe('LEASE_OVER'));
    }
    expect(board.current().isClockFast).toBe(false);
  });

  it('sent too often ends the session', async () => {
    const digest = await coordinator.assign();
    const frame = { type: 'assigned', assignment: coordinator.assignmentOf(digest) } as const;
    // However busy the machine is, no time passes in which more are let through.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      for (let sent = 0; sent <= ASSIGNMENT_RATE.burst; sent++)
        await coordinator.say(frame).catch(() => undefined);
      await until(() => expect(state()).toMatchObject({ state: 'refused', code: 'MALFORMED' }));
    } finally {
      clock.mockRestore();
    }
  });

  it('is passed on without blame when our own chain node cannot show its block', async () => {
    const at = vi
      .spyOn(mining.chain, 'at')
      .mockRejectedValue(new ChainError('NO_BLOCK', 'The node lacks a block.'));
    const digest = await coordinator.assign();
    await until(() => expect(coordinator.refusals.get(digest)).toBe('BUSY'));
    expect(at).toHaveBeenCalledWith(10);
    expect(engine.runs).toHaveLength(0);
  });

  it('is handed back when the GPU fails', async () => {
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    engine.runs[0]!.fail(new Error('device lost'));
    await until(() => expect(coordinator.refusals.get(digest)).toBe('INFERENCE_FAILED'));
    await until(() => expect(board.current()).toMatchObject({ tasksFailed: 1, tasksDone: 0, current: [] }));
  });

  it('stops on the GPU when the coordinator ends it', async () => {
    engine.open = false;
    coordinator.interfere = async (stream) => {
      await until(() => expect(engine.runs).toHaveLength(1));
      await stream.send({ type: 'over', code: 'TASK_OVER' });
      return true;
    };
    await coordinator.assign();
    await until(() => expect(engine.runs[0]?.signal.aborted).toBe(true));
    await until(() => expect(board.current()).toMatchObject({ current: [], queued: 0, tasksFailed: 0 }));
  });
});

describe('tasks that the engine computes together', () => {
  it('start together up to the limit, and each is shown, delivered and paid separately', async () => {
    engine.open = false;
    engine.most = 2;
    const digests = [await coordinator.assign(), await coordinator.assign(), await coordinator.assign()];
    await until(() => expect(engine.runs).toHaveLength(2));
    await until(() =>
      expect(board.current()).toMatchObject({ queued: 1, current: [{ done: 0 }, { done: 0 }] }),
    );
    engine.progress({ kind: 'step', done: 1, total: 1 });
    expect(board.current().current.map(({ done }) => done)).toEqual([0, 1]);
    engine.runs[1]!.finish();
    await until(() => expect(engine.runs).toHaveLength(3));
    await until(() => expect(board.current()).toMatchObject({ tasksDone: 1, queued: 0, current: [{}, {}] }));
    for (const run of engine.runs) run.finish();
    await until(() => expect(board.current()).toMatchObject({ tasksDone: 3, current: [] }));
    expect(digests.filter((digest) => coordinator.results.has(digest))).toHaveLength(3);
    expect(board.current().earnedWei).toBe((3n * PRICE).toString());
  });
});

describe('a task whose connection is lost', () => {
  it('runs once and is delivered over a new stream', async () => {
    engine.open = false;
    coordinator.interfere = async (stream, digest) => {
      if (coordinator.takes.filter((take) => take === digest).length > 1) return false;
      await until(() => expect(engine.runs).toHaveLength(1));
      stream.abort(new Error('cut'));
      return true;
    };
    await coordinator.assign();
    await until(() => expect(coordinator.takes).toHaveLength(2));
    engine.runs[0]!.finish();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(engine.runs).toHaveLength(1);
  });

  it('is delivered once the miner has reconnected to the coordinator', async () => {
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    await coordinator.node.stop();
    await until(() => expect(state()?.state).not.toBe('connected'));
    engine.runs[0]!.finish();
    await coordinator.listen();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(coordinator.results.has(digest)).toBe(true);
    expect(state()).toMatchObject({ name: 'Boss', state: 'connected' });
    expect(engine.runs).toHaveLength(1);
  });

  it('is paid when it is taken again, if `paid` did not arrive', async () => {
    coordinator.interfere = async (stream, digest) => {
      const frame = await stream.receive(minerFrameSchema);
      if (frame?.type !== 'result') throw new Error('expected the result');
      coordinator.results.set(digest, frame);
      stream.abort(new Error('crash'));
      return true;
    };
    await coordinator.assign();
    await until(() =>
      expect(board.current()).toMatchObject({ earnedWei: PRICE.toString(), tasksDone: 1, error: null }),
    );
    expect(engine.runs).toHaveLength(1);
  });
});
