import { expect, it, vi } from 'vitest';
import { SeatedJurors } from '#coordinator/court/bundles/seatedJurors.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [EVIDENCE, OTHER] = [`0x${'ca'.repeat(32)}`, `0x${'cb'.repeat(32)}`] as const;
const ann = accountOf('ann').address;

function setUp() {
  const running = [{ caseId: 1n, evidence: EVIDENCE as `0x${string}`, round: 0 }];
  const seatsOf = vi.fn(async (_caseId: bigint, _round: number, _nodeId: bigint) => 0);
  const node: { id: bigint } | undefined = { id: 7n };
  const readNode = vi.fn(async (): Promise<{ id: bigint } | undefined> => node);
  const jurors = new SeatedJurors({ court: { seatsOf }, runningCases: () => running, readNode });
  return { jurors, running, seatsOf, readNode };
}

it('finds a juror of a case about the result, and asks the chain once', async () => {
  const { jurors, seatsOf } = setUp();
  seatsOf.mockResolvedValue(3);
  expect([await jurors.has(ann, EVIDENCE), await jurors.has(ann, EVIDENCE)]).toEqual([true, true]);
  expect(seatsOf.mock.calls).toEqual([[1n, 0, 7n]]);
});

it('looks again for a miner that had no seats: its jury may not have been drawn', async () => {
  const { jurors, seatsOf } = setUp();
  expect(await jurors.has(ann, EVIDENCE)).toBe(false);
  seatsOf.mockResolvedValue(1);
  expect(await jurors.has(ann, EVIDENCE)).toBe(true);
});

it('counts the seats of the present jury only', async () => {
  const { jurors, running, seatsOf } = setUp();
  seatsOf.mockImplementation(async (_, round) => (round === 0 ? 1 : 0));
  expect(await jurors.has(ann, EVIDENCE)).toBe(true);
  running[0]!.round = 1;
  expect(await jurors.has(ann, EVIDENCE)).toBe(false);
});

it('asks nothing about another result, and knows a key that serves no node', async () => {
  const { jurors, seatsOf, readNode } = setUp();
  expect(await jurors.has(ann, OTHER)).toBe(false);
  readNode.mockResolvedValue(undefined);
  expect(await jurors.has(ann, EVIDENCE)).toBe(false);
  expect(seatsOf).not.toHaveBeenCalled();
});
