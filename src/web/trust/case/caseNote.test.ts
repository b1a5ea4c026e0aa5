import { expect, it } from 'vitest';
import { caseNote } from '#web/trust/case/caseNote.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

it.each<[ShownCase['state'], ShownCase['verdict'], string]>([
  ['drawing', undefined, 'The hash of block 90 draws the jury.'],
  ['voting', undefined, 'send sealed votes'],
  ['revealing', undefined, 'open their votes'],
  ['appealable', undefined, 'Jury 1 has voted'],
  ['settling', undefined, 'can be carried out'],
  ['settled', 'wrong', 'found the result wrong'],
  ['settled', 'right', 'found the result right'],
  ['settled', undefined, 'without a verdict'],
])('caseNote of a case that is %s with the verdict %s', (state, verdict, words) => {
  expect(caseNote({ ...EXAMPLE_CASE, state, verdict })).toContain(words);
});
