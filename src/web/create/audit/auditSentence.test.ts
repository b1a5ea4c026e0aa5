import { describe, expect, it } from 'vitest';
import type { ApiAudit } from '#protocol/messages/api.ts';
import { AUDIT_STATES } from '#protocol/task/auditState.ts';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { auditSentence, shareWords } from '#web/create/audit/auditSentence.ts';

const said = (audit: Partial<ApiAudit>, unreplaced?: string) =>
  auditSentence({
    receipt: { ...EXAMPLE_RECEIPT, audit: { ...EXAMPLE_AUDIT, ...audit } },
    ...(unreplaced !== undefined && { unreplaced }),
  })?.sentence;

describe('auditSentence', () => {
  it('says nothing of a result that is not audited', () => {
    expect(auditSentence({ receipt: { ...EXAMPLE_RECEIPT, audit: null } })).toBeNull();
  });

  it.each<[Partial<ApiAudit>, string]>([
    [{ state: 'waiting' }, 'Waiting to see whether it is drawn for a check'],
    [{ state: 'due' }, 'Being checked'],
    [{ state: 'passed' }, 'Checked: the model gives this result'],
    [{ state: 'passed', case_id: '7' }, 'A jury found it right, after an audit had found it wrong'],
    [{ state: 'skipped', share: 0.05 }, 'Not drawn for a check (1 in 20 are)'],
    [{ state: 'unchecked' }, 'Not checked: no auditor could compute it'],
    [
      { state: 'withheld' },
      'Not confirmed: the miner did not prove its work, or audits disagree, so it is not paid',
    ],
    [{ state: 'disputed' }, 'Wrong: it is being made again, free of charge'],
  ])('says in words that an audit is %j', (audit, sentence) => {
    expect(said(audit)).toBe(sentence);
  });

  it('says why a wrong result has no replacement', () => {
    expect(said({ state: 'disputed' }, 'No miner is online.')).toBe(
      'Wrong, and it could not be made again: No miner is online.',
    );
  });

  it('has a sentence for every state', () => {
    for (const state of AUDIT_STATES) expect(said({ state }), state).toMatch(/\w/);
  });
});

it.each([
  [0.05, '1 in 20'],
  [0.5, '1 in 2'],
  [8 / 9, '88.9 %'],
  [0.08, '8 %'],
])('shareWords says %f as %s', (share, words) => {
  expect(shareWords(share)).toBe(words);
});
