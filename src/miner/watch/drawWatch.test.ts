import { type Hex, keccak256, toHex } from 'viem';
import { expect, it, vi } from 'vitest';
import { boss, Chain, miner, network, nodeOf, nowSeconds, rival, stranger } from '#miner/testing/world.ts';
import { DrawWatch } from '#miner/watch/drawWatch.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { type Assignment, signAssignment, type UnsignedAssignment } from '#protocol/signed/assignment.ts';

function setUp(change: (chain: Chain) => void = () => undefined) {
  const chain = new Chain();
  change(chain);
  const found: DrawReport[] = [];
  const signedOnes: Assignment[] = [];
  const failures: unknown[] = [];
  const watch = new DrawWatch({
    ...{ network, roster: chain, onFault: (report) => found.push(report) },
    onSigned: (assignment) => signedOnes.push(assignment),
    trace: (_, error) => failures.push(error),
  });
  return { chain, watch, found, failures, signedOnes };
}

let tasks = 0;
/** A right assignment of a new task, but for what the test changes. */
async function signed(chain: Chain, change: Partial<UnsignedAssignment> = {}, by = boss) {
  const { blockNumber, beacon, miners } = chain.current();
  const taskId: Hex = change.taskId ?? keccak256(toHex(`task ${++tasks}`));
  const [winner] = lotteryRanking(lotterySeed(change.beacon ?? beacon, taskId), miners);
  return signAssignment(network, by, {
    ...{ taskId, coordinator: by.address, miner: winner!.operator, attempt: 0, rosterBlock: blockNumber },
    ...{ beacon, passed: [], unitPrice: 1n, expiry: nowSeconds() + 600 },
    ...change,
  });
}
const other = (operator: string) => (operator === miner.address ? rival.address : miner.address);

it('finds a skipped winner, whoever the miner is, and nothing in a right draw', async () => {
  const { chain, watch, found, failures } = setUp();
  const right = await signed(chain);
  const assignment = await signed(chain, { taskId: right.taskId, miner: other(right.miner), attempt: 1 });
  watch.see(right);
  watch.see(assignment);
  // Gossip and session bring the same one.
  watch.see(assignment);
  await watch.idle();
  expect(found).toEqual([{ fault: 'order', assignment, called: right.miner }]);
  expect(failures).toEqual([]);
});

it('finds one task that is drawn with two epochs', async () => {
  const { chain, watch, found } = setUp();
  const assignment = await signed(chain);
  const again = await signed(chain, { taskId: assignment.taskId, rosterBlock: 9, attempt: 1 });
  watch.see(assignment);
  watch.see(again);
  await watch.idle();
  expect(found).toEqual([{ fault: 'two-draws', assignment, other: again }]);
});

it('finds an old block by any later one that the contracts still know', async () => {
  const { chain, watch, found } = setUp((each) => each.change({ blockNumber: 20_000 }));
  const [old, known] = [
    await signed(chain, { rosterBlock: 11_999 }),
    await signed(chain, { rosterBlock: 12_000 }),
  ];
  watch.see(old);
  watch.see(known);
  await watch.idle();
  expect(found).toEqual([{ fault: 'stale', assignment: old, block: 12_000 }]);
});

it('finds a block that is not there yet, unless our chain may be behind', async () => {
  const { chain, watch, found } = setUp();
  const [ahead, far] = [await signed(chain, { rosterBlock: 11 }), await signed(chain, { rosterBlock: 12 })];
  watch.see(ahead);
  watch.see(far);
  await watch.idle();
  expect(found).toEqual([{ fault: 'beacon', assignment: far }]);
});

it('takes no assignment for evidence that its coordinator has not signed, or of who is none', async () => {
  const { chain, watch, found, signedOnes } = setUp();
  const right = await signed(chain);
  const wrong = await signed(chain, { miner: other(right.miner), taskId: right.taskId });
  watch.see({ ...wrong, attempt: 7 });
  watch.see(await signed(chain, { rosterBlock: 99 }, stranger));
  await watch.idle();
  expect([found, signedOnes]).toEqual([[], []]);
});

it('an unsigned copy of an assignment hides the signed one from nobody', async () => {
  const { chain, watch, found, signedOnes } = setUp();
  const wrong = await signed(chain, { rosterBlock: 99 });
  watch.see({ ...wrong, signature: (await signed(chain)).signature });
  await watch.idle();
  watch.see(wrong);
  await watch.idle();
  expect([found, signedOnes]).toEqual([[{ fault: 'beacon', assignment: wrong }], [wrong]]);
});

it('waits for the block of an assignment outside of the queue, and judges it when it is there', async () => {
  const { chain, watch, found } = setUp();
  const invented = { rosterBlock: 11, beacon: keccak256(toHex('invented')) };
  const [ahead, far] = [await signed(chain, invented), await signed(chain, { rosterBlock: 99 })];
  watch.see(ahead);
  watch.see(far);
  await watch.idle();
  expect(found).toEqual([{ fault: 'beacon', assignment: far }]);
  // Our node may still follow another branch.
  chain.change({ blockNumber: 12 });
  await watch.idle();
  expect(found).toHaveLength(1);
  chain.change({ blockNumber: 13 });
  await watch.idle();
  watch.see(ahead);
  await watch.idle();
  expect(found.slice(1)).toEqual([{ fault: 'beacon', assignment: ahead }]);
});

it('looks again where our own node has failed', async () => {
  const { chain, watch, found, failures } = setUp();
  const right = await signed(chain);
  const assignment = await signed(chain, { taskId: right.taskId, miner: other(right.miner) });
  const read = vi.spyOn(chain, 'at').mockRejectedValueOnce(new Error('no answer'));
  watch.see(assignment);
  await watch.idle();
  expect(failures).toHaveLength(1);
  chain.change({ blockNumber: 20 });
  await watch.idle();
  expect(found).toEqual([{ fault: 'order', assignment, called: right.miner }]);
  expect(read).toHaveBeenCalledTimes(2);
});

it('finds one task that is drawn with two keys of one node', async () => {
  const { chain, watch, found } = setUp();
  const [node] = chain.current().coordinators;
  const assignment = await signed(chain);
  watch.see(assignment);
  await watch.idle();
  chain.change({ coordinators: [{ ...node!, operator: stranger.address }] });
  const again = await signed(chain, { taskId: assignment.taskId, rosterBlock: 9 }, stranger);
  watch.see(again);
  await watch.idle();
  expect(found).toEqual([{ fault: 'two-draws', assignment, other: again }]);
  // The older key is still watched.
  watch.see(await signed(chain, { rosterBlock: 99 }));
  await watch.idle();
  expect(found).toHaveLength(2);
});

it('takes the oldest epoch that the contracts know for the bound, not one that they may not know', async () => {
  const { chain, watch, found } = setUp((each) => each.change({ blockNumber: 20_007 }));
  chain.epochs.blocks = 10;
  const [old, known] = [
    await signed(chain, { rosterBlock: 12_000 }),
    await signed(chain, { rosterBlock: 12_010 }),
  ];
  watch.see(old);
  watch.see(known);
  await watch.idle();
  expect(found).toEqual([{ fault: 'stale', assignment: old, block: 12_010 }]);
});

it('a coordinator that floods is let pass, and hides nobody else’s draws', async () => {
  const { chain, watch, found } = setUp((each) =>
    each.change({
      coordinators: [nodeOf(boss.address, 'coordinator', 9n), nodeOf(stranger.address, 'coordinator', 9n)],
    }),
  );
  const flood = await signed(chain, { rosterBlock: 99 });
  for (let i = 0; i < 300; i++) watch.see({ ...flood, expiry: flood.expiry + i });
  const assignment = await signed(chain, { rosterBlock: 99 }, stranger);
  watch.see(assignment);
  // The 257th of the flood is not checked.
  watch.see(await signed(chain, { rosterBlock: 100 }));
  await watch.idle();
  expect(found.filter((each) => each.assignment.coordinator === stranger.address)).toHaveLength(1);
  expect(found.filter((each) => each.assignment.coordinator === boss.address)).toHaveLength(1);
});
