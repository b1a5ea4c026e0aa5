import { Link, useParams } from 'wouter';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import { useNodeNames } from '#web/queries/useNodeNames.ts';
import { CaseProblem } from '#web/trust/CaseProblem.tsx';
import { CaseView } from '#web/trust/CaseView.tsx';
import { useCase, useCourtTerms } from '#web/trust/useCases.ts';
import '#web/trust/trust.css';
import { t } from '#web/language/translate.ts';

function NoSuchCase() {
  return (
    <div className="notice">
      <h1>{t('trust.casePage.noSuchCase')}</h1>
      <p>{t('trust.casePage.noCaseHasThis')}</p>
    </div>
  );
}

const Reading = () => (
  <p className="page-loading muted" role="status">
    {t('trust.casePage.readingTheCase')}
  </p>
);

function Case({ id, coordinators }: { id: string; coordinators: ReachableCoordinator[] }) {
  const found = useCase(coordinators, id);
  const terms = useCourtTerms();
  const nowSeconds = useChainNowSeconds();
  const node = found.data?.answer.node;
  const names = useNodeNames(node === undefined ? [] : [BigInt(node)]);
  if (found.error instanceof ApiFailure && found.error.code === 'case_not_found') return <NoSuchCase />;
  if (found.data !== undefined) {
    const { url, answer } = found.data;
    return (
      <CaseView
        theCase={answer}
        url={url}
        name={names.get(BigInt(answer.node))}
        terms={terms.data}
        nowSeconds={nowSeconds}
      />
    );
  }
  if (!found.isError) return <Reading />;
  return (
    <CaseProblem
      what={t('trust.casePage.caseIdCouldNot', { id })}
      why={found.error.message}
      level={1}
      onRetry={() => void found.refetch()}
    />
  );
}

function CaseSomewhere({ id }: { id: string }) {
  const { coordinators, error, retry } = useCoordinators();
  if (coordinators === undefined) {
    if (error === null) return <Reading />;
    return (
      <CaseProblem
        what={t('trust.casePage.caseIdCouldNot', { id })}
        why={t('trust.casePage.theChainDidNot')}
        level={1}
        onRetry={retry}
      />
    );
  }
  if (coordinators.length > 0) return <Case id={id} coordinators={coordinators} />;
  return (
    <EmptyNotice title={t('trust.casePage.noCoordinatorIsActive')}>
      <p>{t('trust.casePage.casesAreReadThrough')}</p>
    </EmptyNotice>
  );
}

/** One case at its own address. */
export function CasePage() {
  const { id = '' } = useParams<{ id: string }>();
  const isNumber = /^[1-9]\d{0,17}$/.test(id);
  usePageTitle(isNumber ? t('trust.casePage.caseId', { id }) : t('trust.casePage.noSuchCase'));
  return (
    <>
      <p className="back">
        <Link href="/trust">{t('trust.casePage.allCases')}</Link>
      </p>
      {isNumber ? <CaseSomewhere id={id} /> : <NoSuchCase />}
    </>
  );
}
