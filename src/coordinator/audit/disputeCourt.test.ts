import type { Hex } from 'viem';
import { expect, it } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { disputeCourt } from '#coordinator/audit/disputeCourt.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';

const [KEPT, DELETED, ABOUT]: Hex[] = ['0x01', '0x02', '0x03'];
const TERMS: CourtTerms = {
  ...testTerms,
  reportWindow: 100,
  juries: 2,
  commitWindow: 10,
  revealWindow: 10,
  appealWindow: 10,
  settleWindow: 1,
  fineWindow: 2,
};
const BUNDLE = new Uint8Array([7]);

/** A court in which one bundle is kept. @param open what a report comes to */
const courtWith = ({
  open = async () => 5n,
  caseId = undefined as bigint | undefined,
  verdict = undefined as CaseView['verdict'],
}) =>
  disputeCourt({
    clerk: { keep: async () => KEPT!, open },
    evidence: {
      get: async (hash) => (hash === KEPT ? BUNDLE : undefined),
      resultOf: async (hash) => (hash === KEPT ? ABOUT : undefined),
    },
    shown: {
      court: {
        caseOf: async (about) => (about === ABOUT ? caseId : undefined),
        readCase: async (id) => ({ caseId: id, verdict }) as CaseView,
        terms: async () => TERMS,
      },
    },
  });
const refused = (error: Error) => courtWith({ open: () => Promise.reject(error) }).open(KEPT!);

it('reports a result by the evidence that is kept, and none whose evidence was deleted', async () => {
  expect(await courtWith({}).open(KEPT!)).toBe(5n);
  expect(await courtWith({}).open(DELETED!)).toBeUndefined();
});

it.each(['NOTHING_TO_TAKE', 'TOO_LATE'] as const)(
  'has no case where a report is in vain: %s',
  async (code) => {
    expect(await refused(new CourtError(code, 'in vain'))).toBeUndefined();
  },
);

it('fails where the chain did not take a report, so that it is tried again', async () => {
  await expect(refused(new CourtError('PENDING', 'later'))).rejects.toMatchObject({ code: 'PENDING' });
  await expect(refused(new Error('no gas'))).rejects.toThrow('no gas');
});

it('finds the case about a result, and what its last jury found', async () => {
  const court = courtWith({ caseId: 6n, verdict: 'right' });
  expect(await court.standing(KEPT!)).toEqual({ caseId: 6n, verdict: 'right' });
  expect(await court.standing(DELETED!)).toBeUndefined();
  expect(await courtWith({}).standing(KEPT!)).toBeUndefined();
});

it('keeps a result open for as long as it can be reported and its case can last', async () => {
  expect(await courtWith({}).openMs()).toBe(1_000 * (100 + 53));
});
