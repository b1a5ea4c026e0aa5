import { describe, expect, it } from 'vitest';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { stakeSentence } from '#web/trust/case/stakeSentence.ts';

const TERMS: CourtTerms = { ...testTerms, slashBps: 2_000, feeBps: 1_050 };

describe('stakeSentence', () => {
  it('takes nothing before the verdict', () => {
    expect(stakeSentence({ state: 'settling', verdict: undefined }, TERMS)).toMatch(/^Nothing yet/);
  });

  it('names the share that a wrong result costs, once it is known', () => {
    const convicted = { state: 'settled', verdict: 'wrong' } as const;
    expect(stakeSentence(convicted, TERMS)).toMatch(/^Up to 20 % of the stake behind the node was taken/);
    expect(stakeSentence(convicted, undefined)).toMatch(/^A part of the stake behind the node was taken/);
  });

  it('says that the accuser of an honest node pays', () => {
    expect(stakeSentence({ state: 'settled', verdict: 'right' }, TERMS)).toContain('lost its deposit');
  });

  it.each([undefined, 'unavailable'] as const)('gives deposits back after the verdict %s', (verdict) => {
    expect(stakeSentence({ state: 'settled', verdict }, TERMS)).toContain('less a fee of 10.5 %.');
  });
});
