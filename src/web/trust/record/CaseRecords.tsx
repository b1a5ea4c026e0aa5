import type { Hex } from 'viem';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { ExplorerTransaction } from '#web/components/ExplorerLink.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { rich, t } from '#web/language/translate.ts';
import type { Witness } from '#web/trust/record/distrust.ts';

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
  record: Pick<ApiCaseDetail, 'exhibits' | 'transactions'>;
  /** The coordinator whose record it is. */
  by: Witness;
}

/** Not the path that a coordinator names: a bundle is where its hash says. */
const bundleUrl = (base: string, hash: Hex): string => apiUrl(base, `/v1/evidence/${hash}`).href;

/** What a coordinator says a case rests on: its evidence, and its transactions on the chain. */
export function CaseRecords({ record: { exhibits, transactions }, by }: CaseRecordsProps) {
  const says = <p className="muted">{t('trust.caseRecords.says', { name: by.name })}</p>;
  return (
    <>
      <section className="card" aria-labelledby="evidence-title">
        <h2 id="evidence-title">{t('trust.caseRecords.evidence')}</h2>
        {says}
        <p className="muted">{t('trust.caseRecords.aBundleHoldsThe')}</p>
        {exhibits.length === 0 && <p>{t('trust.caseRecords.noEvidenceWasNamed')}</p>}
        <ul className="rows" aria-label={t('trust.caseRecords.evidence')}>
          {exhibits.map(({ coordinator, hash, url }) => (
            <li key={coordinator + hash} className="row">
              <div className="row-main">
                <span>
                  {rich('trust.caseRecords.keptBy', {
                    addresstag: () => <AddressTag address={coordinator} />,
                  })}
                </span>
                <code className="hash">{hash}</code>
              </div>
              {url === null ? (
                <small className="muted">{t('trust.caseRecords.notAtTheCoordinator')}</small>
              ) : (
                <a className="button small" href={bundleUrl(by.url, hash)} download={`evidence-${hash}.cbor`}>
                  {t('trust.caseRecords.download')}
                </a>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="transactions-title">
        <h2 id="transactions-title">{t('trust.caseRecords.transactions')}</h2>
        {says}
        <ul className="rows" aria-label={t('trust.caseRecords.transactions')}>
          {transactions.map(({ event, hash, block }) => (
            <li key={hash} className="row">
              <div className="row-main">
                <span>
                  {EVENTS[event] === undefined ? <bdi>{event}</bdi> : t(EVENTS[event])}{' '}
                  <span className="muted">{t('trust.caseRecords.inBlockBlock', { block })}</span>{' '}
                  <ExplorerTransaction hash={hash} />
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
