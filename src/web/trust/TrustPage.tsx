import type { ApiCase } from '#protocol/messages/apiCase.ts';
import { Figure } from '#web/components/Figure.tsx';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { formatCount } from '#web/money/amount.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { CaseList } from '#web/trust/CaseList.tsx';
import { CaseProblem } from '#web/trust/CaseProblem.tsx';
import { HowItWorks } from '#web/trust/HowItWorks.tsx';
import { useCases } from '#web/trust/useCases.ts';
import '#web/trust/trust.css';
import { t } from '#web/language/translate.ts';

/** @param cases undefined until they are read */
function CaseFigures({ cases }: { cases: readonly ApiCase[] | undefined }) {
  const count = (is: (each: ApiCase) => boolean) => cases && formatCount(cases.filter(is).length);
  return (
    <dl className="figures strip" aria-label={t('trust.trustPage.casesInFigures')}>
      {/* Cases are numbered from 1. */}
      <Figure name={t('trust.trustPage.cases')} note={t('trust.trustPage.inAll')}>
        {cases && formatCount(Number(cases[0]?.id ?? 0))}
      </Figure>
      <Figure name={t('trust.trustPage.running')} note={t('trust.trustPage.ofThoseListed')}>
        {count(({ state }) => state !== 'settled')}
      </Figure>
      <Figure name={t('trust.trustPage.foundWrong')} note={t('trust.trustPage.ofThoseListed')}>
        {count(({ verdict }) => verdict === 'wrong')}
      </Figure>
      <Figure name={t('trust.trustPage.foundRight')} note={t('trust.trustPage.ofThoseListed')}>
        {count(({ verdict }) => verdict === 'right')}
      </Figure>
    </dl>
  );
}

function Cases({ cases }: { cases: ReturnType<typeof useCases> }) {
  if (cases.data !== undefined) {
    return (
      <>
        {cases.isError && (
          <p className="warn" role="alert">
            {t('trust.trustPage.noCoordinatorAnswersNow')}
          </p>
        )}
        <CaseList
          cases={cases.data.pages.flatMap(({ data }) => data)}
          hasMore={cases.hasNextPage}
          loading={cases.isFetchingNextPage}
          onMore={() => void cases.fetchNextPage()}
        />
      </>
    );
  }
  if (!cases.isError) return <Reading />;
  return (
    <CaseProblem
      what={t('trust.trustPage.theCasesCouldNot')}
      why={cases.error.message}
      level={2}
      onRetry={() => void cases.refetch()}
    />
  );
}

const Reading = () => (
  <p className="page-loading muted" role="status">
    {t('trust.trustPage.readingTheCases')}
  </p>
);

/** How results are checked, and every case before a jury. */
export function TrustPage() {
  usePageTitle(t('shell.pageHead.trust'));
  const { coordinators, error, retry } = useCoordinators();
  const cases = useCases(coordinators ?? []);
  return (
    <>
      <PageHead path="/trust" />
      <CaseFigures cases={cases.data?.pages.flatMap(({ data }) => data)} />
      <HowItWorks />
      <section className="section" aria-labelledby="cases-title">
        <div className="section-head">
          <h2 id="cases-title">{t('trust.trustPage.cases')}</h2>
          <p className="muted">{t('trust.trustPage.resultsThatSomebodyReported')}</p>
        </div>
        {coordinators === undefined && error === null && <Reading />}
        {coordinators === undefined && error !== null && (
          <ProblemNotice what={t('trust.trustPage.theListOfCoordinators')} onRetry={retry} />
        )}
        {coordinators?.length === 0 && (
          <EmptyNotice level={3} title={t('trust.trustPage.noCoordinatorIsActive')}>
            <p>{t('trust.trustPage.casesAreReadThrough')}</p>
          </EmptyNotice>
        )}
        {coordinators !== undefined && coordinators.length > 0 && <Cases cases={cases} />}
      </section>
    </>
  );
}
