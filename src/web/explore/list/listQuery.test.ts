import { describe, expect, it } from 'vitest';
import { type ListQuery, parseListQuery, sortedBy, writeListQuery } from '#web/explore/list/listQuery.ts';

const parse = (text: string) => parseListQuery(new URLSearchParams(text));
const FIRST = parse('');

describe('the list’s address', () => {
  it('is empty for what goes without saying', () => {
    expect(FIRST).toEqual({
      ...{ search: '', role: 'all', state: 'serving', sort: 'weight', direction: 'descending' },
      compare: [],
    });
    expect(writeListQuery(FIRST)).toBe('');
  });

  it.each<Partial<ListQuery>>([
    { search: 'Ann’s tab & 3' },
    { role: 'coordinator', state: 'jailed' },
    { sort: 'commission', direction: 'ascending' },
    { sort: 'commission', direction: 'descending' },
    { sort: 'record', direction: 'ascending', search: '0xab' },
  ])('is read as it was written: %j', (change) => {
    const query = { ...FIRST, ...change };
    expect(parse(writeListQuery(query))).toEqual(query);
  });

  it('counts what it does not know as not there', () => {
    expect(parse('role=king&state=tired&sort=luck&order=sideways')).toEqual(FIRST);
  });

  it('can be read by people', () => {
    const query: ListQuery = { ...FIRST, role: 'miner', search: 'a,b', compare: [3n, 1n] };
    expect(writeListQuery(query)).toBe('?q=a,b&role=miner&compare=3,1');
    expect(parse(writeListQuery(query))).toEqual(query);
    expect(writeListQuery({ ...FIRST, compare: [7n] })).toBe('?compare=7');
  });

  it('keeps no endless text', () => {
    expect(parse(`q=${'a'.repeat(500)}`).search).toHaveLength(80);
  });
});

it('sortedBy puts the best first, and turns the order of what it is sorted by', () => {
  const byCommission = sortedBy(FIRST, 'commission');
  expect([byCommission.sort, byCommission.direction]).toEqual(['commission', 'ascending']);
  expect(sortedBy(byCommission, 'commission').direction).toBe('descending');
  expect(sortedBy(byCommission, 'votes').direction).toBe('descending');
});
