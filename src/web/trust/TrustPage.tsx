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

/** @param cases undefined until they are read */
function CaseFigures({ cases }: { cases: readonly ApiCase[] | undefined }) {
  const count = (is: (each: ApiCase) => boolean) => cases && formatCount(cases.filter(is).length);
  return (
    <dl className="figures strip" aria-label="Cases in figures">
      {/* Cases are numbered from 1. */}
      <Figure name="Cases" note="in all">
        {cases && formatCount(Number(cases[0]?.id ?? 0))}
      </Figure>
      <Figure name="Running" note="of those listed">
        {count(({ state }) => state !== 'settled')}
      </Figure>
      <Figure name="Found wrong" note="of those listed">
        {count(({ verdict }) => verdict === 'wrong')}
      </Figure>
      <Figure name="Found right" note="of those listed">
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
            No coordinator answers now, so this list may be out of date. It is read again every few seconds.
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
      what="The cases could not be read"
      why={cases.error.message}
      level={2}
      onRetry={() => void cases.refetch()}
    />
  );
}

const Reading = () => (
  <p className="page-loading muted" role="status">
    Reading the cases…
  </p>
);

/** How results are checked, and every case before a jury. */
export function TrustPage() {
  usePageTitle('Trust');
  const { coordinators, error, retry } = useCoordinators();
  const cases = useCases(coordinators ?? []);
  return (
    <>
      <PageHead path="/trust" />
      <CaseFigures cases={cases.data?.pages.flatMap(({ data }) => data)} />
      <HowItWorks />
      <section className="section" aria-labelledby="cases-title">
        <div className="section-head">
          <h2 id="cases-title">Cases</h2>
          <p className="muted">Results that somebody reported as wrong, the newest first.</p>
        </div>
        {coordinators === undefined && error === null && <Reading />}
        {coordinators === undefined && error !== null && (
          <ProblemNotice what="The list of coordinators could not be read" onRetry={retry} />
        )}
        {coordinators?.length === 0 && (
          <EmptyNotice level={3} title="No coordinator is active">
            <p>Cases are read through a coordinator. They appear here as soon as one is active.</p>
          </EmptyNotice>
        )}
        {coordinators !== undefined && coordinators.length > 0 && <Cases cases={cases} />}
      </section>
    </>
  );
}
