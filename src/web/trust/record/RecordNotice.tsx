import { ActionButton } from '#web/action/ActionButton.tsx';
import { formatTag } from '#web/language/current.ts';
import { listFormat } from '#web/language/formatters.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { RecordAnswer } from '#web/trust/record/askRecord.ts';
import type { Conflict } from '#web/trust/record/caseConflicts.ts';
import type { Lie } from '#web/trust/record/distrust.ts';

const CONFLICTS: Record<Conflict, MessageKey> = {
  number: 'trust.recordNotice.number',
  accused: 'trust.recordNotice.accused',
  reporter: 'trust.recordNotice.reporter',
  evidence: 'trust.recordNotice.evidence',
  times: 'trust.recordNotice.times',
  jury: 'trust.recordNotice.jury',
  votes: 'trust.recordNotice.votes',
  verdict: 'trust.recordNotice.verdict',
};

const listed = (words: string[]): string => listFormat(formatTag(), { type: 'unit' }).format(words);

/** That a coordinator's record contradicts the chain, and in what. */
export const lieSentence = ({ by, caseId, conflicts }: Lie): string =>
  t('trust.recordNotice.disagrees', {
    ...{ name: by.name, id: caseId, what: listed(conflicts.map((each) => t(CONFLICTS[each]))) },
  });

/** Which coordinators' records are not shown, and why. */
export function RecordNotice({ answer, onRetry }: { answer: RecordAnswer; onRetry: () => void }) {
  const { told, lies, silent } = answer;
  return (
    <>
      {lies.map((lie) => (
        <p key={lie.by.url} className="warn" role="alert">
          {lieSentence(lie)}
        </p>
      ))}
      {told === null && (
        <p className="warn">
          {t(
            lies.length + silent.length === 0
              ? 'trust.recordNotice.noCoordinatorIsActive'
              : 'trust.recordNotice.noCoordinatorTellsOf',
          )}{' '}
          {silent.length > 0 && t('trust.recordNotice.noAnswerFrom', { names: listed(silent) })}{' '}
          <ActionButton className="small" onClick={onRetry}>
            {t('trust.caseProblem.tryAgain')}
          </ActionButton>
        </p>
      )}
    </>
  );
}
