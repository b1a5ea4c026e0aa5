import type { Address } from 'viem';
import { describe, expect, it } from 'vitest';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { RosterNode } from '#chain/roster.ts';
import { readOperatorNode, standingOf } from '#chain/standing.ts';

const NOW = 1_800_000_000;
const STAKING: Address = '0x1111111111111111111111111111111111111111';
const OPERATOR: Address = '0xaBcdefABcDefABcdEFaBcdEfabCdefaBcDefabCD';
const NEW_KEY: Address = '0x3333333333333333333333333333333333333333';
const node: RosterNode = {
  ...{ id: 7n, owner: STAKING, operator: OPERATOR, role: 'miner', commissionBps: 0, active: true },
  ...{ retired: false, jailedUntil: 0, workingUntil: 0, weight: 1n, assets: 1n, selfBond: 1n },
  ...{ infoHash: '0x', infoBlock: 0n },
};

describe('standingOf', () => {
  it.each<[string, Partial<RosterNode>, string]>([
    ['a node that works', {}, 'ACTIVE'],
    ['a node with too little stake', { active: false }, 'UNDER_STAKED'],
    ['a node in the last second of its sentence', { active: false, jailedUntil: NOW + 1 }, 'JAILED'],
    ['a node at the end of its sentence, not unjailed', { active: false, jailedUntil: NOW }, 'JAILED'],
    ['a node at the end of its sentence, unjailed', { jailedUntil: NOW }, 'ACTIVE'],
    ['a node in jail that the contract still counts', { jailedUntil: NOW + 1 }, 'JAILED'],
    ['a retired node', { active: false, retired: true }, 'RETIRED'],
    ['a retired node in jail', { active: false, retired: true, jailedUntil: NOW + 1 }, 'RETIRED'],
  ])('of %s', (_, change, standing) => {
    expect(standingOf({ ...node, ...change }, NOW)).toBe(standing);
  });

  it('of an operator without a node', () => {
    expect(standingOf(undefined, NOW)).toBe('NOT_REGISTERED');
  });
});

describe('readOperatorNode', () => {
  /** A chain on which the operator once had node 7, which has this key now; node 0 is none. */
  const chainWith = (id: bigint, operator: Address) =>
    ({
      readContract: async ({ functionName, args }: { functionName: string; args: unknown[] }) => {
        if (functionName === 'nodeIdOf') return id;
        return { ...node, id: args[0], role: 1, jailedUntil: 0n, operator };
      },
    }) as unknown as ReadClient;

  it.each<[string, Address]>([
    ['as it is written', OPERATOR],
    ['in small letters', OPERATOR.toLowerCase() as Address],
  ])('finds the node whose key it is, %s', async (_, operator) => {
    expect((await readOperatorNode(chainWith(7n, OPERATOR), STAKING, operator))?.id).toBe(7n);
  });

  it.each<[string, bigint, Address]>([
    ['that its owner replaced', 7n, NEW_KEY],
    ['that has no node', 0n, OPERATOR],
  ])('finds none for a key %s', async (_, id, current) => {
    expect(await readOperatorNode(chainWith(id, current), STAKING, OPERATOR)).toBeUndefined();
  });
});
