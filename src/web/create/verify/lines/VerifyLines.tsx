import type { VerifyLine } from '#web/create/verify/lines/verifyLine.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

const MARKS: Record<VerifyLine['verdict'], { tone: string; words: MessageKey }> = {
  holds: { tone: 'good', words: 'create.verifyLines.holds' },
  fails: { tone: 'bad', words: 'create.verifyLines.doesNotHold' },
  unchecked: { tone: 'neutral', words: 'create.verifyLines.notChecked' },
};

/** Everything that was checked in a sentence. */
export function verifySummary(lines: readonly VerifyLine[]): string {
  const failed = lines.filter(({ verdict }) => verdict === 'fails').length;
  if (failed > 0) return t('create.verifyLines.failedThingsDoNot', { failed });
  const held = lines.filter(({ verdict }) => verdict === 'holds').length;
  return held === 0 ? t('create.verifyLines.nothingCouldBeChecked') : t('create.verifyLines.allThatCouldBe');
}

/** How the whole is coloured. */
export function verdictTone(lines: readonly VerifyLine[]): 'good' | 'bad' | 'neutral' {
  if (lines.some(({ verdict }) => verdict === 'fails')) return 'bad';
  return lines.some(({ verdict }) => verdict === 'holds') ? 'good' : 'neutral';
}

/** What came of checking a receipt, line by line. */
export function VerifyLines({ lines }: { lines: readonly VerifyLine[] }) {
  return (
    <ul className="verify-lines" aria-label={t('create.verifyLines.whatWasChecked')}>
      {lines.map(({ name, verdict, sentence, isTold = false }) => (
        <li key={name}>
          <span className="badge" data-tone={MARKS[verdict].tone}>
            {t(isTold ? 'create.verifyLines.checkedElsewhere' : MARKS[verdict].words)}
          </span>
          <span>
            <b>{name}.</b> {sentence}
          </span>
        </li>
      ))}
    </ul>
  );
}
