import type { Hex } from 'viem';
import { expect, it } from 'vitest';
import { countCalls } from '#coordinator/records/countCalls.ts';
import { attempts, tasks } from '#coordinator/store/schema.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from '#protocol/task/taskLife.ts';

const [ann, bob, eve] = ['ann', 'bob', 'eve'].map((name) => accountOf(name).address) as [Hex, Hex, Hex];
const idOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;
const open = useMemoryDatabase();

let number = 0;
async function addAttempt(miner: Hex, outcome: AttemptOutcome): Promise<void> {
  const taskId = idOf(++number);
  await open.db.insert(tasks).values({
    ...{ id: taskId, kind: 'image', model: 'draw', seed: 1, client: 'c', createdAt: 1, status: 'queued' },
    request: Uint8Array.of(7),
  });
  await open.db.insert(attempts).values({
    ...{ taskId, number: 0, miner, digest: taskId, assignment: {}, stakeShare: 1, outcome, reason: null },
    startedAt: 1,
  });
}

it('counts the tasks that a miner delivered, and those that it left, but none that it could not help', async () => {
  for (const outcome of ATTEMPT_OUTCOMES) await addAttempt(ann, outcome);
  await addAttempt(ann, 'delivered');
  await addAttempt(bob, 'open');
  await addAttempt(eve, 'refused');
  expect(await countCalls(open.db, [ann, bob])).toEqual(new Map([[ann, { sent: 5, answered: 2 }]]));
  expect(await countCalls(open.db, [])).toEqual(new Map());
});
