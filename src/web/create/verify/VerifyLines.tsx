import type { VerifyLine } from '#web/create/verify/verifyReceipt.ts';

const MARKS: Record<VerifyLine['verdict'], { tone: string; words: string }> = {
  holds: { tone: 'good', words: 'Holds' },
  fails: { tone: 'bad', words: 'Does not hold' },
  unchecked: { tone: 'neutral', words: 'Not checked' },
};

/** Everything that was checked in a sentence. */
export function verifySummary(lines: readonly VerifyLine[]): string {
  const failed = lines.filter(({ verdict }) => verdict === 'fails').length;
  if (failed > 0) return failed === 1 ? 'One thing does not hold.' : `${failed} things do not hold.`;
  const held = lines.filter(({ verdict }) => verdict === 'holds').length;
  return held === 0 ? 'Nothing could be checked.' : 'All that could be checked holds.';
}

/** What came of checking a receipt, line by line. */
export function VerifyLines({ lines }: { lines: readonly VerifyLine[] }) {
  return (
    <ul className="verify-lines" aria-label="What was checked">
      {lines.map(({ name, verdict, sentence }) => (
        <li key={name}>
          <span className="badge" data-tone={MARKS[verdict].tone}>
            {MARKS[verdict].words}
          </span>
          <span>
            <b>{name}.</b> {sentence}
          </span>
        </li>
      ))}
    </ul>
  );
}
