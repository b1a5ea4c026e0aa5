import { describe, expect, it } from 'vitest';
import type { Fate } from './fate.ts';
import { updatedKillers } from './killers.ts';

const mutant = (id: number, name: string) => ({ id, file: 'A.sol', line: 1, name, original: '' });
const fate = (id: number, died: boolean, by: string): [number, Fate] => [id, { id, died, by }];

describe('updatedKillers', () => {
  const old = { 'A.sol': { first: 't:one', second: 't:two', gone: 't:gone' }, 'B.sol': { other: 't:other' } };
  const mutants = [mutant(1, 'first'), mutant(2, 'second'), mutant(3, 'third')];

  it('takes the killers of the last run and keeps the others of mutants that there are', () => {
    const fates = new Map([fate(2, true, 't:new'), fate(3, true, 't:three')]);
    expect(updatedKillers(old, mutants, fates)).toEqual({
      'A.sol': { first: 't:one', second: 't:new', third: 't:three' },
    });
  });

  it('keeps the killer of a mutant that lived or ran into the time-out', () => {
    const fates = new Map([fate(1, true, ''), fate(2, false, '')]);
    expect(updatedKillers(old, mutants, fates)).toEqual({ 'A.sol': { first: 't:one', second: 't:two' } });
  });
});
