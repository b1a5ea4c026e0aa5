import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOf } from './semanticMutant.ts';
import { semanticSet } from './semanticSet.ts';

const SOURCES = resolve(import.meta.dirname, '../../../../contracts/src');
const LEAST = 120;
/** Sources that only declare: a constructor without a body, or types. */
const WITHOUT_CODE = ['Authority.sol', 'disputes/Case.sol', 'staking/Node.sol'];

const sourceOf = (file: string) => readFileSync(join(SOURCES, file), 'latin1');

describe('the set of semantic mutants', () => {
  it(`has at least ${LEAST} of them`, () => {
    expect(semanticSet.flatMap(({ mutants }) => mutants).length).toBeGreaterThanOrEqual(LEAST);
  });

  it('has some in every source with code', () => {
    const all = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.sol'),
    );
    expect(all.filter((file) => !WITHOUT_CODE.includes(file)).sort()).toEqual(
      semanticSet.map(({ file }) => file).sort(),
    );
  });

  it.each(semanticSet)('finds the text of each mutant of $file once', ({ file, mutants }) => {
    const source = sourceOf(file);
    for (const mutant of mutants) expect(placeOf(mutant, source)[0]).toBeGreaterThan(0);
  });

  it.each(semanticSet)('changes $file by each mutant, and names it only once', ({ mutants }) => {
    expect(mutants.filter(({ replace, by }) => replace === by)).toEqual([]);
    expect(new Set(mutants.map(({ what }) => what)).size).toBe(mutants.length);
  });
});

describe('placeOf', () => {
  const mutant = { what: 'no bound', replace: 'if (x < 1)\n y();', by: 'y();' };

  it('finds a text however its lines are broken', () => {
    expect(placeOf(mutant, 'f() { if (x < 1) y(); }')).toEqual([6, 21]);
    expect(placeOf(mutant, 'f() { if (x <\n    1) y(); }')).toEqual([6, 25]);
  });

  it.each([
    ['0 times', 'if (x < 2) y();'],
    ['2 times', 'if (x < 1) y(); if (x < 1) y();'],
  ])('refuses a text that is there %s', (found, source) => {
    expect(() => placeOf(mutant, source)).toThrow(`“no bound”: its text is there ${found}`);
  });
});
