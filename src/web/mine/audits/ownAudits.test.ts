import { describe, expect, it } from 'vitest';
import { ownAuditsOf } from '#web/mine/audits/ownAudits.ts';

const NONE = { waiting: 0, due: 0, skipped: 0, passed: 0, unchecked: 0, withheld: 0, disputed: 0 };

describe('one’s own audits at a coordinator', () => {
  it('are counted by how they ended, and the share falls with what was accepted', () => {
    const results = { waiting: 1, due: 2, skipped: 62, passed: 18, unchecked: 2, withheld: 1, disputed: 3 };
    expect(ownAuditsOf({ results })).toEqual({
      ...{ accepted: 82, audited: 22, passed: 18, doubted: 4, open: 3, leastShare: 0.1 },
    });
  });

  it.each([
    [0, 1],
    [7, 1],
    [16, 0.5],
    [5_000, 0.05],
  ])('with %i results that passed, %d of the next are audited at least', (passed, share) => {
    expect(ownAuditsOf({ results: { ...NONE, passed } })?.leastShare).toBe(share);
  });

  it('are none where nothing is audited', () => {
    expect(ownAuditsOf({ results: null })).toBeUndefined();
  });
});
