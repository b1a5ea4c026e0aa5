import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { arrangeNodes, isFound, type ListedNode } from '#web/explore/list/arrangeNodes.ts';
import { type ListQuery, parseListQuery } from '#web/explore/list/listQuery.ts';
import { exampleNode, exampleRecord, exampleResults } from '#web/explore/testing/exampleNode.ts';
import { votesFor } from '#web/staking/votesFor.ts';

const cai = (whole: number) => parseEther(String(whole));
const listed = (
  id: number,
  more: Parameters<typeof exampleNode>[1] = {},
  results?: ListedNode['record'],
) => ({
  ...{ node: exampleNode(id, more), name: undefined, record: results },
});
const idsOf = (nodes: ListedNode[], change: Partial<ListQuery>, own: bigint[] = [], slashed: bigint[] = []) =>
  arrangeNodes(
    nodes,
    { ...parseListQuery(new URLSearchParams()), ...change },
    {
      ...{ nowSeconds: 1_000, own: new Set(own), slashed: new Set(slashed) },
    },
  ).map(({ node }) => Number(node.id));

it('votesFor leaves the owner’s bond out', () => {
  expect(votesFor(exampleNode(1, { assets: cai(25_000) }))).toBe(cai(5_000));
});

describe('isFound', () => {
  const one = { node: exampleNode(12), name: 'Ann’s Workshop' };

  it.each([
    ['', true],
    ['workshop', true],
    ['  ANN ', true],
    ['bob', false],
    ['12', true],
    ['#12', true],
    ['node 12', true],
    ['1', false],
    [one.node.operator.toUpperCase().replace('0X', '0x'), true],
    [one.node.owner.slice(0, 42), true],
    ['0xdead', false],
  ])('%s: %s', (search, found) => {
    expect(isFound(one, search)).toBe(found);
  });

  it('finds a number in a name as well', () => {
    expect(isFound({ node: exampleNode(1), name: 'Miner 7' }, '7')).toBe(true);
  });
});

describe('arrangeNodes', () => {
  it('finds those that were slashed, whatever they are now', () => {
    const nodes = [listed(1), listed(2, { retired: true, active: false }), listed(3)];
    expect(idsOf(nodes, { state: 'slashed' }, [1n], [2n, 3n])).toEqual([2, 3]);
  });

  const weighed = [
    listed(1, { weight: cai(20_000), commissionBps: 900 }),
    listed(2, { weight: cai(60_000), assets: cai(60_000), commissionBps: 100 }),
    listed(3, { weight: cai(20_000), commissionBps: 500, assets: cai(20_500) }),
  ];

  it.each<[Partial<ListQuery>, number[]]>([
    [{}, [2, 1, 3]],
    [{ direction: 'ascending' }, [1, 3, 2]],
    [{ sort: 'votes' }, [2, 3, 1]],
    [{ sort: 'commission', direction: 'ascending' }, [2, 3, 1]],
    [{ sort: 'commission', direction: 'descending' }, [1, 3, 2]],
  ])('sorts as %j', (change, ids) => {
    expect(idsOf(weighed, change)).toEqual(ids);
  });

  it.each([
    ['descending', [2, 1, 3, 4, 5]],
    ['ascending', [3, 1, 2, 4, 5]],
  ] as const)('sorts by audits %s, those without a record last', (direction, ids) => {
    const nodes = [
      listed(4),
      listed(3, {}, exampleRecord(exampleResults(99, 1))),
      listed(1, {}, exampleRecord(exampleResults(3))),
      listed(5, {}, exampleRecord(undefined)),
      listed(2, {}, exampleRecord(exampleResults(40))),
    ];
    expect(idsOf(nodes, { sort: 'record', direction })).toEqual(ids);
  });

  const inactive = { active: false, weight: 0n };
  const mixed = [
    listed(1),
    listed(2, { workingUntil: 2_000 }),
    listed(3, { ...inactive, jailedUntil: 2_000 }),
    listed(4, inactive),
    listed(5, { ...inactive, retired: true }),
    listed(6, { role: 'coordinator' }),
  ];

  it.each<[Partial<ListQuery>, number[]]>([
    [{}, [1, 2, 6, 3, 4]],
    [{ role: 'miner' }, [1, 2, 3, 4]],
    [{ role: 'coordinator' }, [6]],
    [{ state: 'working' }, [2]],
    [{ state: 'active' }, [1, 6]],
    [{ state: 'jailed' }, [3]],
    [{ state: 'bond' }, [4]],
    [{ state: 'retired' }, [5]],
    [{ state: 'active', role: 'coordinator' }, [6]],
    [{ search: '3', role: 'miner' }, [3]],
  ])('shows of %j: %j', (change, ids) => {
    expect(idsOf(mixed, change)).toEqual(ids);
  });

  it('shows a retired node in which the wallet has stake', () => {
    expect(idsOf(mixed, {}, [5n])).toContain(5);
  });
});
