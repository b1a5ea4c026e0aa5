import { describe, expect, it } from 'vitest';
import { exitPlanOf } from '#web/portfolio/exitPlan.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';

const labelOf = (id: bigint) => `node ${id}`;
const exit = { id: 7n, nodeId: 3n, target: 0n, amount: 5n, readyAt: 1_000 };
const facts = { nowSeconds: 999, labelOf, source: exampleNode(), targetOpen: true };

describe('an exit', () => {
  it.each([
    ['a second before its end', 999, false],
    ['in the second of its end', 1_000, true],
  ])('%s', (_, nowSeconds, ready) => {
    expect(exitPlanOf(exit, { ...facts, nowSeconds })).toMatchObject({ ready, mayRestake: ready });
  });

  it('may go back to the node that it left, unless that was retired or is not read', () => {
    expect(exitPlanOf(exit, facts).cancel).toBe('Cancel: back to node 3');
    expect(exitPlanOf(exit, { ...facts, source: undefined }).cancel).toBeUndefined();
    const retired = exitPlanOf(exit, { ...facts, source: exampleNode({ retired: true }) });
    expect(retired.cancel).toBeUndefined();
    expect(retired.story).toContain('cannot go back');
  });

  it('of idle stake may go back at any time, and is never slashed', () => {
    const plan = exitPlanOf({ ...exit, nodeId: 0n }, { ...facts, source: undefined });
    expect(plan).toMatchObject({ mayRestake: true, restake: 'Cancel: back to idle stake' });
    expect(plan.story).toContain('cannot be slashed');
  });

  it('that moves becomes votes for its target, or idle stake where that takes none', () => {
    const moving = { ...exit, target: 4n };
    expect(exitPlanOf(moving, facts)).toMatchObject({ restake: 'Move to node 4' });
    const closed = exitPlanOf(moving, { ...facts, targetOpen: false });
    expect(closed.restake).toBe('Keep as idle stake');
    expect(closed.story).toContain('takes no votes now');
    expect(exitPlanOf(exit, { ...facts, targetOpen: false }).story).not.toContain('takes no votes');
  });
});
