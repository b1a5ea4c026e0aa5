import { Link } from 'wouter';
import { auditSentence } from '#web/create/audit/auditSentence.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { rich, t } from '#web/language/translate.ts';
import { casePath } from '#web/paths/casePath.ts';

/** Where a result's audit stands, and what came of a wrong one. Screen readers say it when it changes. */
export function AuditLine({ result }: { result: Pick<AnyResult, 'receipt' | 'unreplaced' | 'replaced'> }) {
  const said = auditSentence(result);
  const wrong = result.replaced?.at(-1);
  const { audit } = result.receipt;
  return (
    <span className="audit" aria-live="polite">
      {said !== null && <span data-tone={said.tone}>{said.sentence}</span>}
      {audit != null && (audit.state === 'disputed' || audit.case_id !== null) && (
        <>
          {' '}
          <Link href={casePath(audit.case_id)}>{t('create.auditLine.seeTheCase')}</Link>
        </>
      )}
      {wrong !== undefined && (
        <small>
          {rich('create.auditLine.madeAgainAsThe', {
            link: (part) => <Link href={casePath(wrong.caseId)}>{part}</Link>,
          })}
        </small>
      )}
    </span>
  );
}
