import { describe, expect, it } from 'vitest';
import { rerunLine } from '#web/create/rerun/rerunLine.ts';
import { verifySummary } from '#web/create/verify/lines/VerifyLines.tsx';
import { holds, line, unchecked, withLine } from '#web/create/verify/lines/verifyLine.ts';

const LINES = [line('Signature', holds('Signed.')), line('Computation', unchecked('Not yet.'))];

describe('Verify’s line on the computation', () => {
  it('is not checked before the second run', () => {
    expect(rerunLine(undefined)).toBeUndefined();
    expect(rerunLine({ finding: 'unavailable' })).toBeUndefined();
    expect(withLine(LINES, undefined)).toEqual(LINES);
  });

  it('holds where it finds the result right', () => {
    const lines = withLine(LINES, rerunLine({ finding: 'right' }));
    expect(lines.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['Signature', 'holds'],
      ['Computation', 'holds'],
    ]);
    expect(lines[1]!.sentence).toContain('your own GPU, which agrees');
  });

  it('does not hold where it finds it wrong, and the summary says so', () => {
    const lines = withLine(LINES, rerunLine({ finding: 'wrong' }));
    expect(lines[1]).toMatchObject({ name: 'Computation', verdict: 'fails' });
    expect(verifySummary(lines)).toBe('One thing does not hold.');
  });
});
