import { expect, it, vi } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { JurorDuty } from '#coordinator/miners/jurorDuty.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';

const ANN = accountOf('ann').address;
const caseOf = (caseId: bigint) => ({ caseId }) as CaseView;

function setUp(node = nodeOf('ann', 20_000, { active: false, weight: 0n, retired: true })) {
  const running: CaseView[] = [];
  /** In which cases the node may be drawn. */
  const drawable = new Set<bigint>();
  const readNode = vi.fn(async (operator: string) => (operator === node.operator ? node : undefined));
  const weightIn = vi.fn(async (_nodeId: bigint, { caseId }: CaseView) => (drawable.has(caseId) ? 1n : 0n));
  const duty = new JurorDuty({ readNode, runningCases: () => running, weightIn });
  return { duty, running, drawable, readNode, weightIn };
}

it('a retired miner has a duty while a case runs for which it may be drawn, and none once it is over', async () => {
  const { duty, running, drawable } = setUp();
  running.push(caseOf(1n), caseOf(2n));
  expect(await duty.isOf(ANN)).toBe(false);
  drawable.add(3n);
  running.push(caseOf(3n));
  expect(await duty.isOf(ANN)).toBe(true);
  running.pop();
  expect(await duty.isOf(ANN)).toBe(false);
});

it('reads nothing while no case runs, and each case once', async () => {
  const { duty, running, readNode, weightIn } = setUp();
  expect(await duty.isOf(ANN)).toBe(false);
  expect(readNode).not.toHaveBeenCalled();
  running.push(caseOf(1n));
  await duty.isOf(ANN);
  running.push(caseOf(2n));
  await duty.isOf(ANN);
  await duty.isOf(ANN);
  expect(weightIn.mock.calls.map(([, { caseId }]) => caseId)).toEqual([1n, 2n]);
});

it.each([
  ['an unknown key', accountOf('eve').address, undefined],
  ['a coordinator', ANN, nodeOf('ann', 2_000_000, { role: 'coordinator' })],
])('%s has no duty', async (_, operator, node) => {
  const { duty, running, drawable } = setUp(node);
  running.push(caseOf(1n));
  drawable.add(1n);
  expect(await duty.isOf(operator)).toBe(false);
});
