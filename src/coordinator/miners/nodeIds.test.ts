import { expect, it } from 'vitest';
import { NodeIds } from '#coordinator/miners/nodeIds.ts';
import { accountOf, nodeOf, TestRoster } from '#coordinator/testing/world.ts';

it('NodeIds knows a node by its key, and by the key that it had before', () => {
  const ann = nodeOf('ann', 5);
  let { ...roster } = new TestRoster([ann]).current();
  const ids = new NodeIds({ current: () => roster });
  expect([ids.of(ann.operator), ids.of(accountOf('bob').address)]).toEqual([ann.id, undefined]);
  roster = { ...roster, miners: [{ ...ann, operator: accountOf('bob').address }] };
  expect([ids.of(ann.operator), ids.of(accountOf('bob').address)]).toEqual([ann.id, ann.id]);
});
