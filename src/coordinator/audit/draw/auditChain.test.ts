import { expect, it } from 'vitest';
import type { ChainHealth } from '#chain/chainHealth.ts';
import { auditChain } from '#coordinator/audit/draw/auditChain.ts';

const EPOCHS = { blocks: 30, confirmations: 5, assignmentSeconds: 60 };

/** A chain that is followed so well, and what was asked of its node. */
function setUp(state: ChainHealth['state'], devnet = false) {
  const asked: string[] = [];
  let head = 100n;
  const client = {
    getBlockNumber: async ({ cacheTime }: { cacheTime: number }) => {
      asked.push(`head, ${cacheTime}`);
      return head;
    },
    request: async ({ method }: { method: string }) => {
      asked.push(method);
      head += 1n;
    },
  };
  const roster = { epochs: EPOCHS, health: () => ({ state }) };
  return { asked, chain: auditChain({ devnet } as never, client as never, roster as never) };
}

it.each<[ChainHealth['state'], boolean]>([
  ['ok', true],
  ['failing', false],
  ['behind', false],
])('a chain whose health is %s is current: %s', (state, isCurrent) => {
  expect(setUp(state).chain.isCurrent()).toBe(isCurrent);
});

it('makes a block on a devnet only, and knows it at once', async () => {
  const devnet = setUp('ok', true);
  expect(await devnet.chain.wantBlock()).toBe(true);
  expect(devnet.asked).toEqual(['evm_mine', 'head, 0']);
  const other = setUp('ok');
  expect(await other.chain.wantBlock()).toBe(false);
  expect(other.asked).toEqual([]);
});
