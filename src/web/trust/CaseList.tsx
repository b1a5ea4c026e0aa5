import { ActionButton } from '#web/action/ActionButton.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { t } from '#web/language/translate.ts';
import { useNodeNames } from '#web/queries/useNodeNames.ts';
import { CaseRow } from '#web/trust/CaseRow.tsx';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

interface CaseListProps {
  /** Newest first. */
  cases: readonly ShownCase[];
  hasMore: boolean;
  /** More are on their way. */
  loading: boolean;
  onMore: () => void;
}

/** The cases that were read so far. */
export function CaseList({ cases, hasMore, loading, onMore }: CaseListProps) {
  const names = useNodeNames(cases.map(({ nodeId }) => nodeId));
  if (cases.length === 0) {
    return (
      <EmptyNotice level={3} title={t('trust.caseList.noResultWasEver')}>
        <p>{t('trust.caseList.whenAnAuditFinds')}</p>
      </EmptyNotice>
    );
  }
  return (
    <>
      <ul className="rows card" aria-label={t('trust.caseList.cases')}>
        {cases.map((each) => (
          <CaseRow key={String(each.caseId)} theCase={each} name={names.get(each.nodeId)} />
        ))}
      </ul>
      {hasMore && (
        <p className="more">
          <ActionButton busy={loading} onClick={onMore}>
            {t('trust.caseList.showOlderCases')}
          </ActionButton>
        </p>
      )}
    </>
  );
}
