import type { CaseView } from '#chain/courts/courtReader.ts';
import { AnswerLines } from '#web/evidence/answer/AnswerLines.tsx';
import { useAnswer } from '#web/evidence/answer/useAnswer.ts';
import { t } from '#web/language/translate.ts';

/** On a case's page: what the accused can say to it in this browser. */
export function AnswerCard({ theCase }: { theCase: CaseView }) {
  const answering = useAnswer(theCase, false);
  if (answering.state === undefined && answering.flow.state.phase === 'idle') return null;
  return (
    <section className="card" aria-labelledby="answer-title">
      <h2 id="answer-title">{t('evidence.answer.title')}</h2>
      <AnswerLines {...answering} />
    </section>
  );
}
