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

function NoSuchCase() {
  return (
    <div className="notice">
      <h1>No such case</h1>
      <p>No case has this number. Cases are numbered from 1.</p>
    </div>
  );
}

const Reading = () => (
  <p className="page-loading muted" role="status">
    Reading the case…
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
      what={`Case ${id} could not be read`}
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
        what={`Case ${id} could not be read`}
        why="The chain did not answer."
        level={1}
        onRetry={retry}
      />
    );
  }
  if (coordinators.length > 0) return <Case id={id} coordinators={coordinators} />;
  return (
    <EmptyNotice title="No coordinator is active">
      <p>Cases are read through a coordinator. This one appears as soon as one is active.</p>
    </EmptyNotice>
  );
}

/** One case at its own address. */
export function CasePage() {
  const { id = '' } = useParams<{ id: string }>();
  const isNumber = /^[1-9]\d{0,17}$/.test(id);
  usePageTitle(isNumber ? `Case ${id}` : 'No such case');
  return (
    <>
      <p className="back">
        <Link href="/trust">← All cases</Link>
      </p>
      {isNumber ? <CaseSomewhere id={id} /> : <NoSuchCase />}
    </>
  );
}
