import { zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import type { ApiCase, ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { type Conflict, caseConflicts } from '#web/trust/record/caseConflicts.ts';
import { EXAMPLE_CASE, EXAMPLE_RECORD } from '#web/trust/testing/exampleCase.ts';

const { jury } = EXAMPLE_CASE;

const conflicts = (
  record: Partial<ApiCaseDetail>,
  { nowSeconds = 2_500, ...theCase }: Partial<CaseView> & { nowSeconds?: number } = {},
) =>
  caseConflicts(
    { ...EXAMPLE_RECORD, ...record },
    {
      theCase: { ...EXAMPLE_CASE, ...theCase },
      reporter: EXAMPLE_RECORD.reporter,
      terms: testTerms,
      nowSeconds,
    },
  );
const jurySaid = (change: Partial<ApiCase['jury']>) => ({ jury: { ...EXAMPLE_RECORD.jury, ...change } });
const votes = { right: 0, wrong: 7, unavailable: 0 };

describe('caseConflicts', () => {
  it('finds none in an honest record', () => {
    expect(conflicts({})).toEqual([]);
  });

  it.each<[Partial<ApiCaseDetail>, Conflict[]]>([
    [{ id: '8' }, ['number']],
    [{ node: '4' }, ['accused']],
    [{ reporter: zeroAddress }, ['reporter']],
    [{ evidence: `0x${'d'.repeat(64)}` }, ['evidence']],
    [{ assigned_at: 1_001 }, ['times']],
    [{ opened_at: 1_999 }, ['times']],
    [jurySaid({ party: zeroAddress }), ['jury']],
    [jurySaid({ deposit_cai: '300.000000000000000001' }), ['jury']],
    [jurySaid({ deposit_cai: 'all' }), ['jury']],
    [jurySaid({ called_at: 2_001 }), ['jury']],
    [jurySaid({ seed_block: '91' }), ['jury']],
    [jurySaid({ voting_ends_at: 3_001 }), ['jury']],
    [jurySaid({ revealing_ends_at: 4_001 }), ['jury']],
    [jurySaid({ final_at: 5_001 }), ['jury']],
    [jurySaid({ seats: 13 }), ['jury']],
    [jurySaid({ quorum: 1 }), ['jury']],
    [jurySaid({ round: 1 }), ['jury']],
    [jurySaid({ votes }), ['votes']],
    [{ verdict: 'wrong', state: 'settled', settled_at: 2_400 }, ['verdict']],
    [{ state: 'settled' }, ['verdict']],
    [{ verdict: 'wrong' }, ['verdict']],
  ])('finds a forged record: %j', (forged, found) => {
    expect(conflicts(forged)).toEqual(found);
  });

  it('forgives votes that are a moment old, not votes that were left out', () => {
    const opened = { jury: { ...jury, votes } };
    expect(conflicts({}, { ...opened, nowSeconds: 4_060 })).toEqual([]);
    expect(conflicts({}, { ...opened, nowSeconds: 4_061 })).toEqual(['votes']);
  });

  it('forgives an appeal that is a moment old', () => {
    const appealed = { round: 1, jury: { ...jury, start: 4_500 } };
    expect(conflicts({}, { ...appealed, nowSeconds: 4_560 })).toEqual([]);
    expect(conflicts({}, { ...appealed, nowSeconds: 4_561 })).toEqual(['jury']);
  });

  it('forgives a verdict that is a moment old, not another one', () => {
    const settled = { settledAt: 5_100, verdict: 'wrong', nowSeconds: 5_160 } as const;
    expect(conflicts({}, settled)).toEqual([]);
    expect(conflicts({}, { ...settled, nowSeconds: 5_161 })).toEqual(['verdict']);
    const said = { state: 'settled', settled_at: 5_100 } as const;
    expect(conflicts({ ...said, verdict: 'wrong' }, settled)).toEqual([]);
    expect(conflicts({ ...said, verdict: 'right' }, settled)).toEqual(['verdict']);
    expect(conflicts({ ...said, verdict: null }, settled)).toEqual(['verdict']);
    expect(conflicts({ ...said, settled_at: 5_101, verdict: 'wrong' }, settled)).toEqual(['verdict']);
  });
});
