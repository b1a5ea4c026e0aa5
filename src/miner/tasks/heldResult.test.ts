import type { Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_HELD } from '#miner/tasks/assignmentIntake.ts';
import { PAID } from '#miner/tasks/work/signedResultStore.ts';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { PRICE } from '#miner/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { type MinerFrame, minerFrameSchema } from '#protocol/messages/stream.ts';
import { readTrace, type WorkTrace } from '#protocol/trace/workTrace.ts';

type Result = Extract<MinerFrame, { type: 'result' }>;

let mining: Mining;
let coordinator: Mining['coordinator'];
/** What the coordinator does with a result that it holds. */
let judge: (stream: FrameStream, digest: Hex, result: Result) => Promise<void>;
const held: Hex[] = [];

beforeEach(async () => {
  mining = await startMining();
  ({ coordinator } = mining);
  held.length = 0;
  judge = () => new Promise(() => undefined);
  coordinator.interfere = async (stream, digest) => {
    for (;;) {
      const frame = await stream.receive(minerFrameSchema);
      if (frame === undefined) return true;
      if (frame.type !== 'result') continue;
      await stream.send({ type: 'held' });
      held.push(digest);
      await judge(stream, digest, frame);
      return true;
    }
  };
});
afterEach(() => stopMining(mining));

const ask = async (stream: FrameStream, parts: number[]): Promise<WorkTrace> => {
  await stream.send({ type: 'wanted', parts });
  const frame = await stream.receive(minerFrameSchema);
  if (frame?.type !== 'trace') throw new Error(`${frame?.type} instead of a trace`);
  return frame.trace;
};
const place = () => mining.board.current();

describe('a result whose payment waits for the audit', () => {
  it('hands over the parts that are wanted, as they were signed, and is then paid', async () => {
    const handed: number[][] = [];
    judge = async (stream, digest, result) => {
      for (const wanted of [[1], [0, 1, 99]]) {
        const trace = await ask(stream, wanted);
        handed.push([...readTrace(result.trace, trace).keys()]);
      }
      await coordinator.pay(stream, coordinator.assignmentOf(digest), result);
    };
    const digest = await coordinator.assign();
    await until(() => expect(place().earnedWei).toBe(PRICE.toString()));
    expect(handed).toEqual([[1], [0, 1]]);
    expect(mining.results.kept.get(digest)).toBe(PAID);
  });

  it('leaves its place to another task', async () => {
    await coordinator.assign();
    await until(() => expect(held).toHaveLength(1));
    await coordinator.assign();
    await until(() => expect(held).toHaveLength(2));
    expect(mining.engine.runs).toHaveLength(2);
    expect(place()).toMatchObject({ current: [], queued: 0 });
  });

  it('is one of a few: a coordinator that pays none gets no more work', async () => {
    for (let task = 0; task < MOST_HELD; task++) await coordinator.assign();
    await until(() => expect(held).toHaveLength(MOST_HELD));
    const refused = await coordinator.assign();
    await until(() => expect(coordinator.refusals.get(refused)).toBe('UNFUNDED'));
  });

  it('counts as failed when it is found wrong', async () => {
    judge = (stream) => stream.send({ type: 'over', code: 'WRONG_RESULT' });
    await coordinator.assign();
    await until(() => expect(place().tasksFailed).toBe(1));
    expect(place().earnedWei).toBe('0');
  });

  it('is taken up again over another stream, without another run', async () => {
    let isBroken = false;
    judge = async (stream, digest, result) => {
      if (!isBroken) {
        isBroken = true;
        stream.abort(new Error('the line broke'));
        return;
      }
      await coordinator.pay(stream, coordinator.assignmentOf(digest), result);
    };
    await coordinator.assign();
    await until(() => expect(place().earnedWei).toBe(PRICE.toString()));
    expect(mining.engine.runs).toHaveLength(1);
  });

  it('does not keep the miner from stopping', async () => {
    await coordinator.assign();
    await until(() => expect(held).toHaveLength(1));
    await mining.loop.stop(100);
    expect(place().tasksFailed).toBe(0);
  });
});
