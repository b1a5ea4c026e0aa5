import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { allMutants, areaOf, chosenMutants, mutated, partOf } from '#tools/mutation/mutantSet.ts';

const LEAST = 120;
const sourceOf = (file: string) => readFileSync(file, 'utf8');

describe('the set of mutants', () => {
  it(`has at least ${LEAST} of them`, () => {
    const counted = allMutants.filter(({ equivalent }) => equivalent === undefined);
    expect(counted.length).toBeGreaterThanOrEqual(LEAST);
  });

  it('gives each a name of its own', () => {
    const names = allMutants.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.each(allMutants)('finds the text of “$name” once, and it parses when replaced', (mutant) => {
    const { errors } = parseSync(mutant.file, mutated(mutant, sourceOf(mutant.file)));
    expect(errors).toEqual([]);
  });
});

const mutant = { name: 'no bound', file: 'src/a/b.ts', from: 'x < 1', to: 'true', breaks: 'It never ends.' };

describe('mutated', () => {
  it('replaces the text literally', () => {
    expect(mutated({ ...mutant, to: '$& || true' }, 'while (x < 1) x++;')).toBe('while ($& || true) x++;');
  });

  it.each([
    ['no longer', 'while (x < 2) x++;'],
    ['more than once', 'if (x < 1) y(); while (x < 1) x++;'],
  ])('names a mutant whose text is there %s', (found, source) => {
    expect(() => mutated(mutant, source)).toThrow(
      expect.objectContaining({ code: 'STALE_MUTANT', message: expect.stringContaining('“no bound”') }),
    );
    expect(() => mutated(mutant, source)).toThrow(found);
  });
});

describe('chosenMutants', () => {
  const other = { ...mutant, name: 'other a', file: 'src/c/d.ts' };

  it.each([
    ['all without a choice', undefined, [mutant, other]],
    ['those of an area, not those that are named like it', 'a', [mutant]],
    ['those with a part of a name', 'bound', [mutant]],
  ])('gives %s', (_, only, chosen) => {
    expect(chosenMutants([mutant, other], only)).toEqual(chosen);
  });

  it('refuses a choice of none, and names the areas', () => {
    expect(() => chosenMutants([mutant, other], 'protocl')).toThrow(
      expect.objectContaining({ code: 'NO_MUTANT', message: expect.stringContaining('a, c') }),
    );
  });

  it('reads the area from the path', () => {
    expect(areaOf(mutant)).toBe('a');
  });
});

describe('partOf', () => {
  const all = ['a', 'b', 'c', 'd'];

  it('gives the whole without a part', () => expect(partOf(all)).toEqual(all));

  it('divides the whole: each is in one part', () => {
    expect(['1/3', '2/3', '3/3'].map((part) => partOf(all, part))).toEqual([['a', 'd'], ['b'], ['c']]);
  });

  it.each(['0/3', '4/3', '1/0', '1', '1/3/5', '-1/3', 'x/3', ''])('refuses %j', (part) => {
    expect(() => partOf(all, part)).toThrow(expect.objectContaining({ code: 'BAD_PART' }));
  });
});
