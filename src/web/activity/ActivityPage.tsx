import { useEffect, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { TransactionHash } from '#web/components/ExplorerLink.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { rich, t } from '#web/language/translate.ts';
import { LossCard } from '#web/losses/LossCard.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { formatMoment } from '#web/time/moment.ts';
import { RecordBadge } from '#web/toasts/RecordBadge.tsx';
import { useFollowing } from '#web/toasts/useFollowing.ts';
import { actionPhrase, stateSentence } from '#web/transaction/log/recordSentence.ts';
import { transactionLogOf } from '#web/transaction/log/transactionLog.ts';
import { isPending, type TransactionRecord } from '#web/transaction/log/transactionRecord.ts';

function RecordRow({ record: { hash, account, summary, state, sentAt } }: { record: TransactionRecord }) {
  return (
    <li className="row">
      <div className="row-main">
        <b>{actionPhrase(summary)}</b>
        <small className="muted">{stateSentence(state)}</small>
        <small className="muted">
          <time dateTime={new Date(sentAt * 1_000).toISOString()}>{formatMoment(sentAt)}</time>{' '}
          {rich('transaction.activityPage.from', { account: () => <AddressTag address={account} /> })}
        </small>
        {hash !== null && (
          <small>
            <TransactionHash hash={hash} />
          </small>
        )}
      </div>
      <RecordBadge state={state} />
    </li>
  );
}

/** What slashes took of the wallet's stake, and every transaction that was sent from this browser. */
export function ActivityPage() {
  usePageTitle(t('shell.pageHead.activity'));
  const { config } = useNetwork();
  const log = transactionLogOf(config);
  const records = useSyncExternalStore(log.subscribe, log.records, log.records);
  useFollowing(log);
  const { address } = useWallet();
  const allWait = records.every(isPending);
  // Who sees them here needs no toast of them on the next page.
  useEffect(() => {
    const untold = log.untold().map(({ id }) => id);
    if (untold.length > 0) log.dismiss(untold);
  });
  return (
    <>
      <PageHead path="/activity" />
      {address !== undefined && <LossCard address={address} />}
      {records.length === 0 ? (
        <EmptyNotice title={t('transaction.activityPage.noneYet')}>
          <p>
            {rich('transaction.activityPage.theyAppearHere', {
              link: (part) => <Link href="/stake">{part}</Link>,
            })}
          </p>
        </EmptyNotice>
      ) : (
        <section className="card" aria-label={t('transaction.toastList.yourTransactions')}>
          <ul className="rows">
            {records.map((record) => (
              <RecordRow key={record.id} record={record} />
            ))}
          </ul>
          <div className="row-actions">
            <ActionButton
              unavailable={allWait ? t('transaction.activityPage.allStillWait') : undefined}
              onClick={() => log.forgetEnded()}
            >
              {t('transaction.activityPage.forgetEnded')}
            </ActionButton>
          </div>
          {allWait && <p className="muted">{t('transaction.activityPage.allStillWait')}</p>}
          <p className="muted">{t('transaction.activityPage.onlyThisBrowser')}</p>
        </section>
      )}
    </>
  );
}
