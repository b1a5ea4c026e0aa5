import { describe, expect, it } from 'vitest';
import { LookupDraft } from '#inference/text/lookupDraft.ts';

const tokensOf = (draft: LookupDraft, tokens: readonly number[], count = 3) =>
  draft.propose(tokens, count).map(({ token }) => token);

describe('LookupDraft', () => {
  it('proposes what followed the same tokens before', () => {
    expect(tokensOf(new LookupDraft(), [1, 2, 3, 4, 5, 1, 2])).toEqual([3, 4, 5]);
  });

  it('takes the longest match, the last one in a tie', () => {
    expect(tokensOf(new LookupDraft(), [7, 8, 1, 9, 8, 2, 6, 8, 3, 7, 8], 1)).toEqual([1]);
    expect(tokensOf(new LookupDraft(), [8, 1, 8, 2, 8], 1)).toEqual([2]);
  });

  it('proposes nothing without a match, or when no drafts are wanted', () => {
    expect(tokensOf(new LookupDraft(), [1, 2, 3])).toEqual([]);
    expect(tokensOf(new LookupDraft(), [])).toEqual([]);
    expect(tokensOf(new LookupDraft(), [1, 2, 1], 0)).toEqual([]);
  });

  it('drafts from earlier answers, but not across the end of one into the next', () => {
    const draft = new LookupDraft();
    draft.remember([1, 2, 3]);
    draft.remember([4, 5]);
    expect(tokensOf(draft, [9, 1])).toEqual([2, 3]);
    expect(tokensOf(draft, [9, 3])).toEqual([]);
    // The conversation itself comes first.
    expect(tokensOf(draft, [1, 7, 1], 1)).toEqual([7]);
  });

  it('forgets old answers', () => {
    const draft = new LookupDraft();
    draft.remember([1, 2]);
    draft.remember(new Array<number>(20_000).fill(5));
    expect(tokensOf(draft, [1])).toEqual([]);
  });

  it('learns how often drafts of each match length are right', () => {
    const draft = new LookupDraft();
    const short = draft.propose([1, 2, 9, 1], 3);
    const [before] = short;
    for (let run = 0; run < 100; run++) draft.learn(short, [7, 9, 1]);
    const [worse, second] = draft.propose([1, 2, 9, 1], 3);
    expect(worse!.probability).toBeLessThan(0.02);
    draft.learn(short, []);
    // The draft after a wrong one was not tested.
    expect(second!.probability).toBe(before!.probability);
    for (let run = 0; run < 1_000; run++) draft.learn(short, [2, 9, 1]);
    for (const { probability } of draft.propose([1, 2, 9, 1], 3)) expect(probability).toBeGreaterThan(0.95);
    for (const { probability } of draft.propose([1, 2, 9, 1], 3)) expect(probability).toBeLessThanOrEqual(1);
  });
});
