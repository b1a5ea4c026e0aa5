import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ChainError } from '#chain/chainError.ts';
import type { Roster } from '#chain/roster.ts';
import { assignmentCheck } from '#miner/tasks/assignmentCheck.ts';
import {
  BEACON,
  boss,
  Chain,
  miner,
  network,
  nowSeconds,
  PRICE,
  winningRequest,
} from '#miner/testing/world.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';
import { taskIdOf } from '#protocol/task/taskRequest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Checks a right assignment of block 10 against a node that gives these answers in turn, then the last. */
function checkWith(...answers: (Roster | Error)[]): Promise<unknown> {
  return checkAt(new Chain().current(), ...answers);
}

/** The same, when the chain's head is this one. */
async function checkAt(head: Roster, ...answers: (Roster | Error)[]): Promise<unknown> {
  const unsigned = {
    ...{ taskId: taskIdOf(winningRequest().bytes), coordinator: boss.address, miner: miner.address },
    ...{
      attempt: 0,
      rosterBlock: 10,
      beacon: BEACON,
      passed: [],
      unitPrice: PRICE,
      expiry: nowSeconds() + 600,
    },
  };
  const assignment = await signAssignment(network, boss, unsigned);
  const at = async () => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const checked = assignmentCheck(
    { network, nowSeconds, roster: { at, current: () => head, epochs } },
    assignment,
  );
  const outcome = checked.then(
    () => 'right',
    (error: unknown) => error,
  );
  await vi.runAllTimersAsync();
  return outcome;
}

const { epochs } = new Chain();
const right = new Chain().current();
const dead: Roster = { ...right, beacon: `0x${'d'.repeat(64)}` };
const lacking = new ChainError('NO_BLOCK', 'The node lacks a block.');

it('assignmentCheck waits for our node, which may learn later of a block or a reorganisation', async () => {
  expect(await checkWith(right)).toBe('right');
  expect(await checkWith(lacking, dead, right)).toBe('right');
  expect(await checkWith(lacking, lacking, lacking, right)).toBe('right');
});

it('assignmentCheck blames the coordinator for another beacon only after some seconds', async () => {
  expect(await checkWith(dead)).toMatchObject({ code: 'WRONG_DRAW' });
  expect(await checkWith(dead, dead, dead, dead, right)).toMatchObject({ code: 'WRONG_DRAW' });
});

it('assignmentCheck blames nobody where our own node fails', async () => {
  expect(await checkWith(lacking)).toBe(lacking);
});

it.each([
  ['a miner takes a draw of the epoch before the newest', 1, 'right'],
  ['a miner refuses a draw of an older epoch', 2, expect.objectContaining({ code: 'WRONG_DRAW' })],
])('%s', async (_, older, outcome) => {
  const blockNumber = right.blockNumber + older;
  expect(await checkAt({ ...right, blockNumber }, right)).toEqual(outcome);
});
