import '#network/polyfill.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatusBoard } from '#miner/status/minerStatus.ts';
import { MAX_TASKS, MiningLoop } from '#miner/tasks/miningLoop.ts';
import { PAID } from '#miner/tasks/signedResultStore.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createTabNode } from '#network/tabNode.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import { isResultSigned, resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { minerFrameSchema } from '#protocol/messages/stream.ts';
import {
  boss,
  Boss,
  Chain,
  GatedEngine,
  MemoryResults,
  MemoryVouchers,
  miner,
  network,
  nodeOf,
  now,
  PRICE,
  rival,
  stranger,
} from '#miner/testing/world.ts';

let chain: Chain;
let coordinator: Boss;
let engine: GatedEngine;
let vouchers: MemoryVouchers;
let results: MemoryResults;
let board: StatusBoard;
let tab: PeerNode;
let loop: MiningLoop;

beforeEach(async () => {
  [chain, coordinator, engine] = [new Chain(), new Boss(), new GatedEngine()];
  [vouchers, results, board] = [new MemoryVouchers(), new MemoryResults(), new StatusBoard()];
  await coordinator.listen();
  tab = await createTabNode({
    deps: { network, nowSeconds: now, isMiner: () => true, isCoordinator: () => true },
    allowLocal: true,
  });
  loop = new MiningLoop({
    network,
    signer: miner,
    node: tab,
    roster: chain,
    engine,
    vouchers,
    results,
    board,
    gpu: 'test adapter',
    now,
    trace: () => undefined,
    find: async () => ({
      name: 'Boss',
      peerId: coordinator.node.peerId,
      multiaddrs: coordinator.node.multiaddrs(),
    }),
  });
  await loop.start();
});

afterEach(async () => {
  await loop.stop(0);
  await Promise.all([tab.stop(), coordinator.node.stop()]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const state = () => board.current().coordinators[0];

describe('a task', () => {
  it('is taken, run, signed and paid', async () => {
    const presence = new Promise<Offer[]>((resolve) =>
      coordinator.node.onGossip('presence', ({ models }) => resolve(models)),
    );
    engine.open = false;
    const digest = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    expect(board.current().current).toMatchObject([{ kind: 'image', model: 'draw', done: 0, total: 1 }]);
    engine.progress({ kind: 'step', done: 2, total: 4 });
    await until(() => expect(coordinator.progress).toContainEqual({ kind: 'step', done: 2, total: 4 }));
    expect(board.current().current[0]?.done).toBe(2);
    engine.runs[0]!.finish();

    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    const { bytes, signature } = coordinator.results.get(digest)!;
    expect(
      await isResultSigned(
        network,
        { assignment: digest, result: resultHashOf(bytes) },
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
    expect(await presence).toEqual([{ id: 'draw', together: 1 }]);
  });

  it('is refused when the lottery calls somebody else, or it is underpaid', async () => {
    const passedOver = await coordinator.assign({ passed: [rival.address] });
    expect(coordinator.refusals.get(passedOver)).toBe('NOT_THE_LOTTERYS');
    const ofAnotherBlock = await coordinator.assign({ beacon: `0x${'c'.repeat(64)}` });
    expect(coordinator.refusals.get(ofAnotherBlock)).toBe('NOT_THE_LOTTERYS');
    const cheap = await coordinator.assign({ unitPrice: PRICE - 1n });
    await until(() => expect(coordinator.refusals.get(cheap)).toBe('MALFORMED'));
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

  it('stops on the GPU when the coordinator says that it is over', async () => {
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
  it('run at once, as many as it says, and each is shown, delivered and paid by itself', async () => {
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

it('tells its coordinators at once of a model that has become ready', async () => {
  await until(() => expect(state()?.state).toBe('connected'));
  const heard: string[][] = [];
  coordinator.node.onGossip('presence', ({ models }) => heard.push(models.map(({ id }) => id)));
  engine.offered = ['draw', 'talk'];
  loop.announce();
  await until(() => expect(heard.at(-1)).toEqual(['draw', 'talk']));
});

describe('a rest', () => {
  it('hands back what waits, takes nothing, finishes what runs, and ends when it is told to', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    const waiting = await coordinator.assign();
    await until(() => expect(board.current().queued).toBe(1));

    const offered = new Promise<Offer[]>((resolve) =>
      coordinator.node.onGossip('presence', ({ models }) => resolve(models)),
    );
    loop.rest(true);
    await until(() => expect(coordinator.refusals.get(waiting)).toBe('BUSY'));
    expect(await offered).toEqual([]);
    expect(board.current().resting).toBe(true);
    const refused = await coordinator.assign();
    await until(() => expect(coordinator.refusals.get(refused)).toBe('BUSY'));
    engine.runs[0]!.finish();
    await until(() => expect(coordinator.results.has(running)).toBe(true));

    loop.rest(false);
    engine.open = true;
    const later = await coordinator.assign();
    await until(() => expect(coordinator.results.has(later)).toBe(true));
    expect(state()?.state).toBe('connected');
  });
});

describe('payment', () => {
  it('by a voucher of another key is an error, and not kept', async () => {
    coordinator.payer = stranger;
    const digest = await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.size).toBe(0);
    expect(board.current().earnedWei).toBe('0');
    expect(results.kept.get(digest)).toMatchObject({ bytes: coordinator.results.get(digest)!.bytes });
  });

  it('counts though the result cannot be let go of', async () => {
    Object.assign(results, { settle: async () => Promise.reject(new Error('the disk is gone')) });
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    expect(board.current().error).toBeNull();
  });

  it('that does not grow by what was promised is an error', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe(PRICE.toString()));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(board.current().error?.code).toBe('BAD_PAYMENT'));
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
  });

  it('that is short ends the service until its person resumes it', async () => {
    await coordinator.assign();
    await until(() => expect(board.current().tasksDone).toBe(1));
    coordinator.cumulative = 0n;
    await coordinator.assign();
    await until(() => expect(state()?.state).toBe('left'));
    expect(state()?.sentence).toBe(
      'A coordinator paid less than its assignments promised. This tab left it.',
    );
    expect(board.current().phase).toBe('connecting');
    // The roster's news does not bring it back; its person does.
    chain.change({ blockNumber: 11 });
    expect(state()?.state).toBe('left');
    coordinator.cumulative = PRICE;
    loop.resume(boss.address);
    await until(() => expect(state()?.state).toBe('connected'));
    await coordinator.assign();
    await until(() => expect(board.current().earnedWei).toBe((2n * PRICE).toString()));
  });
});

describe('a break', () => {
  it('of the stream in mid-task costs nothing: the result of the one run is delivered over another', async () => {
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

  it('of the coordinator: the miner comes back and delivers what it finished meanwhile', async () => {
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

  it('before `paid` was heard: taking again is answered with the payment', async () => {
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

describe('the queue', () => {
  it('is bounded, and runs one at a time', async () => {
    engine.open = false;
    for (let task = 0; task < MAX_TASKS; task++) await coordinator.assign();
    await until(() => expect(board.current().queued).toBe(MAX_TASKS - 1));
    const oneMore = await coordinator.assign();
    expect(coordinator.refusals.get(oneMore)).toBe('BUSY');
    expect(engine.runs).toHaveLength(1);
    for (let task = 0; task < MAX_TASKS; task++) {
      await until(() => expect(engine.runs).toHaveLength(task + 1));
      engine.runs[task]!.finish();
    }
    await until(() => expect(board.current().earnedWei).toBe((BigInt(MAX_TASKS) * PRICE).toString()));
    expect(board.current()).toMatchObject({ queued: 0, tasksDone: MAX_TASKS, error: null });
  });

  it('is handed back at stop, and the running task is finished', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    const queued = [await coordinator.assign(), await coordinator.assign()];
    await until(() => expect(board.current().queued).toBe(2));
    const stopped = loop.stop(10_000);
    await until(() =>
      expect(queued.map((digest) => coordinator.refusals.get(digest))).toEqual(['STOPPING', 'STOPPING']),
    );
    expect(board.current().phase).toBe('stopping');
    engine.runs[0]!.finish();
    await stopped;
    expect(coordinator.results.has(running)).toBe(true);
    expect(vouchers.kept.get(boss.address)?.cumulative).toBe(PRICE);
    expect(engine.runs).toHaveLength(1);
  });

  it('hands the running task back too when it takes longer than the grace', async () => {
    engine.open = false;
    const running = await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    await loop.stop(0);
    await until(() => expect(coordinator.refusals.get(running)).toBe('STOPPING'));
    expect(engine.runs[0]!.signal.aborted).toBe(true);
  });
});

describe('admission', () => {
  /** The coordinator leaves the roster, and is back when the miner is out of good standing. */
  async function refusedFor(code: RefusalCode): Promise<void> {
    await until(() => expect(state()?.state).toBe('connected'));
    chain.change({ coordinators: [] });
    await until(() => expect(board.current().coordinators).toEqual([]));
    coordinator.dismissal = code;
    chain.change({
      miners: [{ ...nodeOf(miner.address, 'miner', 0n), jailedUntil: code === 'JAILED' ? 1 : 0 }],
      coordinators: [nodeOf(boss.address, 'coordinator', 9n)],
    });
    await until(() => expect(state()).toMatchObject({ state: 'refused', code }));
  }

  it('refused for the stake is told in a sentence, and asked for again when the chain changes', async () => {
    await refusedFor('UNDER_STAKED');
    expect(state()?.sentence).toContain('20,000 CAI');
    expect(board.current().phase).toBe('connecting');
    coordinator.dismissal = undefined;
    chain.change({ miners: [nodeOf(miner.address, 'miner', 5n)] });
    await until(() => expect(state()).toMatchObject({ state: 'connected', code: null, sentence: null }));
    expect(board.current().phase).toBe('mining');
  });

  it('refused by a coordinator that reads the chain later, it asks again soon though no block comes', async () => {
    await refusedFor('JAILED');
    const asked = coordinator.hellos.length;
    chain.change({ miners: [nodeOf(miner.address, 'miner', 5n)] });
    await until(() => expect(coordinator.hellos.length).toBeGreaterThan(asked));
    await until(() => expect(state()).toMatchObject({ state: 'refused', code: 'JAILED' }));
    coordinator.dismissal = undefined;
    await until(() => expect(state()?.state).toBe('connected'));
  });
});
