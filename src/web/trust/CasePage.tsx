import { useParams } from 'wouter';
import type { CaseView as ChainCase } from '#chain/courts/courtReader.ts';
import { PageBack, PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { onDemand } from '#web/design/onDemand.tsx';
import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { useCourtTerms } from '#web/queries/useCourt.ts';
import { useNodeNames } from '#web/queries/useNodeNames.ts';
import { AppealCard } from '#web/trust/appeal/AppealCard.tsx';
import { CaseProblem } from '#web/trust/CaseProblem.tsx';
import { CaseView } from '#web/trust/CaseView.tsx';
import { shownCase } from '#web/trust/case/shownCase.ts';
import { CaseRecords } from '#web/trust/record/CaseRecords.tsx';
import { RecordNotice } from '#web/trust/record/RecordNotice.tsx';
import { useCaseRecord } from '#web/trust/record/useCaseRecord.ts';
import { useCase, useCaseCount, useReporter } from '#web/trust/useCases.ts';
import '#web/trust/trust.css';

/** It reads what this browser has kept of its work as a miner. */
const AnswerGate = onDemand(async () => {
  const loading = [import('#web/evidence/answer/AnswerGate.tsx'), loadMessages('evidence')] as const;
  return (await Promise.all(loading))[0].AnswerGate;
});

function NoSuchCase() {
  return (
    <div className="notice">
      <h1>{t('trust.casePage.noSuchCase')}</h1>
      <p>{t('trust.casePage.noCaseHasThis')}</p>
    </div>
  );
}

/** What coordinators say of a case, as far as the chain does not contradict them. */
function Record({ theCase }: { theCase: ChainCase }) {
  const { coordinators, error, retry } = useCoordinators();
  const record = useCaseRecord(coordinators, theCase);
  const again = () => (coordinators === undefined ? retry() : void record.refetch());
  if (record.data === undefined) {
    return error === null && !record.isError ? (
      <p className="muted" role="status">
        {t('trust.casePage.askingTheCoordinators')}
      </p>
    ) : (
      <CaseProblem
        what={t('trust.casePage.theRecordCouldNot')}
        why={t('trust.casePage.theChainDidNot')}
        level={2}
        onRetry={again}
      />
    );
  }
  const { told } = record.data;
  return (
    <>
      <RecordNotice answer={record.data} onRetry={again} />
      {told !== null && <CaseRecords {...told} />}
    </>
  );
}

function Found({ theCase }: { theCase: ChainCase }) {
  const terms = useCourtTerms();
  const nowSeconds = useChainNowSeconds();
  const reporter = useReporter(theCase);
  const name = useNodeNames([theCase.nodeId]).get(theCase.nodeId);
  const shown = shownCase(theCase, nowSeconds);
  return (
    <CaseView {...{ theCase: shown, reporter, name, nowSeconds }} terms={terms.data}>
      {terms.data !== undefined && <AnswerGate terms={terms.data} {...{ theCase, nowSeconds }} />}
      <AppealCard theCase={shown} terms={terms.data} />
      <Record theCase={theCase} />
    </CaseView>
  );
}

function Case({ id }: { id: bigint }) {
  const found = useCase(id);
  const count = useCaseCount(found.data === undefined);
  if (found.data !== undefined) return <Found theCase={found.data} />;
  if (count.data !== undefined && id > count.data) return <NoSuchCase />;
  if (!found.isError) {
    return (
      <>
        <PageHead path="/cases/:id" />
        <p className="page-loading muted" role="status">
          {t('trust.casePage.readingTheCase')}
        </p>
      </>
    );
  }
  return (
    <CaseProblem
      what={t('trust.casePage.caseIdCouldNot', { id })}
      why={t('trust.casePage.theChainDidNot')}
      level={1}
      onRetry={() => void found.refetch()}
    />
  );
}

/** One case at its own address. */
export function CasePage() {
  const { id = '' } = useParams<{ id: string }>();
  const isNumber = /^[1-9]\d{0,17}$/.test(id);
  usePageTitle(isNumber ? t('trust.casePage.caseId', { id }) : t('trust.casePage.noSuchCase'));
  return (
    <>
      <PageBack path="/cases/:id" />
      {/* What was begun of one case is not the next one's. */}
      {isNumber ? <Case key={id} id={BigInt(id)} /> : <NoSuchCase />}
    </>
  );
}
