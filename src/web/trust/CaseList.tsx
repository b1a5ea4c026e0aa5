import type { ApiCase } from '#protocol/messages/apiCase.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { t } from '#web/language/translate.ts';
import { useNodeNames } from '#web/queries/useNodeNames.ts';
import { CaseRow } from '#web/trust/CaseRow.tsx';

interface CaseListProps {
  /** Newest first. */
  cases: readonly ApiCase[];
  hasMore: boolean;
  /** More are on their way. */
  loading: boolean;
  onMore: () => void;
}

/** The cases that were read so far. */
export function CaseList({ cases, hasMore, loading, onMore }: CaseListProps) {
  const names = useNodeNames(cases.map(({ node }) => BigInt(node)));
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
          <CaseRow key={each.id} theCase={each} name={names.get(BigInt(each.node))} />
        ))}
      </ul>
      {hasMore && (
        <p className="more">
          <ActionButton unavailable={loading} busy={loading} onClick={onMore}>
            {t('trust.caseList.showOlderCases')}
          </ActionButton>
        </p>
      )}
    </>
  );
}
