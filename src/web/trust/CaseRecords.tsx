import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { rich, t } from '#web/language/translate.ts';

/** Events of the contract in plain words. */
const EVENTS: Record<string, MessageKey> = {
  Opened: 'trust.caseRecords.reported',
  Exhibited: 'trust.caseRecords.evidenceNamed',
  JuryCalled: 'trust.caseRecords.juryCalled',
  JuryDrawn: 'trust.caseRecords.juryDrawn',
  Committed: 'trust.caseRecords.sealedVotesSent',
  Revealed: 'trust.caseRecords.votesOpened',
  Settled: 'trust.caseRecords.settled',
  JurorsPaid: 'trust.caseRecords.jurorsPaid',
};

interface CaseRecordsProps {
  theCase: ApiCaseDetail;
  /** Of the coordinator that told of it. */
  url: string;
}

/** What a case rests on: its evidence, and its transactions on the chain. */
export function CaseRecords({ theCase: { exhibits, transactions }, url }: CaseRecordsProps) {
  return (
    <>
      <section className="card" aria-labelledby="evidence-title">
        <h2 id="evidence-title">{t('trust.caseRecords.evidence')}</h2>
        <p className="muted">{t('trust.caseRecords.aBundleHoldsThe')}</p>
        {exhibits.length === 0 && <p>{t('trust.caseRecords.noEvidenceWasNamed')}</p>}
        <ul className="rows" aria-label={t('trust.caseRecords.evidence')}>
          {exhibits.map(({ coordinator, hash, url: path }) => (
            <li key={coordinator + hash} className="row">
              <div className="row-main">
                <span>
                  {rich('trust.caseRecords.keptBy', {
                    addresstag: () => <AddressTag address={coordinator} />,
                  })}
                </span>
                <code className="hash">{hash}</code>
              </div>
              {path === null ? (
                <small className="muted">{t('trust.caseRecords.notAtTheCoordinator')}</small>
              ) : (
                <a className="button small" href={apiUrl(url, path).href} download={`evidence-${hash}.cbor`}>
                  {t('trust.caseRecords.download')}
                </a>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="transactions-title">
        <h2 id="transactions-title">{t('trust.caseRecords.transactions')}</h2>
        <ul className="rows" aria-label={t('trust.caseRecords.transactions')}>
          {transactions.map(({ event, hash, block }) => (
            <li key={hash} className="row">
              <div className="row-main">
                <span>
                  {EVENTS[event] === undefined ? event : t(EVENTS[event])}{' '}
                  <span className="muted">{t('trust.caseRecords.inBlockBlock', { block })}</span>
                </span>
                <code className="hash">{hash}</code>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
