import { useEffect, useState, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { TransactionHash } from '#web/components/ExplorerLink.tsx';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { GivenUpToast, useGivenUpNews } from '#web/toasts/GivenUpToast.tsx';
import { leaveOnceSeen } from '#web/toasts/leaveOnceSeen.ts';
import { RecordBadge } from '#web/toasts/RecordBadge.tsx';
import { useFollowing } from '#web/toasts/useFollowing.ts';
import { actionPhrase, stateSentence } from '#web/transaction/log/recordSentence.ts';
import { type TransactionLog, transactionLogOf } from '#web/transaction/log/transactionLog.ts';
import type { TransactionRecord } from '#web/transaction/log/transactionRecord.ts';
import '#web/toasts/toasts.css';

/** More would cover the page; on a phone, each is a fifth of it. */
const mostToasts = () => (globalThis.matchMedia?.('(max-width: 53.75em)').matches ? 1 : 3);

const sentenceOf = ({ summary, state }: TransactionRecord) =>
  `${actionPhrase(summary)}: ${stateSentence(state)}`;

/** Tells screen readers what is new, without its buttons. A region has to be there before its text is. */
function News({ records }: { records: readonly TransactionRecord[] }) {
  const [isThere, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  return (
    <div className="unseen" role="status" aria-atomic="false">
      {isThere && records.map((record) => <p key={record.id + record.state}>{sentenceOf(record)}</p>)}
    </div>
  );
}

interface ToastProps {
  log: TransactionLog;
  record: TransactionRecord;
  onDismiss: () => void;
}

function Toast({ log, record, onDismiss }: ToastProps) {
  const { id, hash, summary, state } = record;
  const phrase = actionPhrase(summary);
  const [isPointedAt, setPointedAt] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  // What went well needs nothing of its user, and /activity still has it.
  const leaves = state === 'confirmed' && !isPointedAt && !hasFocus;
  useEffect(() => (leaves ? leaveOnceSeen(document, () => log.dismiss([id])) : undefined), [leaves, log, id]);
  return (
    <li
      className="toast"
      data-state={state}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocus={() => setFocus(true)}
      onBlur={() => setFocus(false)}
    >
      <div className="toast-head">
        <b>{phrase}</b>
        <RecordBadge state={state} />
      </div>
      <p>{stateSentence(state)}</p>
      <div className="toast-foot">
        {hash !== null && <TransactionHash hash={hash} />}
        <Link href="/activity">{t('transaction.toastList.details')}</Link>
        <button
          type="button"
          className="button small"
          aria-label={t('transaction.toastList.dismissPhrase', { phrase })}
          onClick={onDismiss}
        >
          {t('transaction.toastList.dismiss')}
        </button>
      </div>
    </li>
  );
}

/**
 * The newest of them above the page, until each is dismissed; what went well leaves by itself. They never
 * take the focus.
 */
export function ToastList({ log }: { log: TransactionLog }) {
  useFollowing(log);
  const givenUp = useGivenUpNews();
  const untold = log.untold();
  const shown = untold.slice(0, mostToasts());
  const more = untold.length - shown.length;

  function dismiss(id: string): void {
    const buttons = [...document.querySelectorAll<HTMLElement>('.toast button')];
    const place = buttons.indexOf(document.activeElement as HTMLElement);
    // A keyboard goes on at the next one, or in the page; else it would have to begin anew at the top.
    const next = buttons[place + 1] ?? buttons[place - 1] ?? document.getElementById('content');
    if (place !== -1) next?.focus({ preventScroll: true });
    log.dismiss([id]);
  }

  return (
    <>
      <News records={shown} />
      {(shown.length > 0 || givenUp !== null) && (
        <section className="toasts" aria-label={t('transaction.toastList.yourTransactions')}>
          <ul>
            {givenUp !== null && <GivenUpToast sentence={givenUp} />}
            {shown.map((record) => (
              <Toast key={record.id} log={log} record={record} onDismiss={() => dismiss(record.id)} />
            ))}
          </ul>
          {more > 0 && (
            <p className="toasts-more">
              <Link href="/activity">{t('transaction.toastList.andMore', { count: more })}</Link>
            </p>
          )}
        </section>
      )}
    </>
  );
}

/** Those of this network, as they change. */
export function LogToasts() {
  const log = transactionLogOf(useNetwork().config);
  useSyncExternalStore(log.subscribe, log.records, log.records);
  return <ToastList log={log} />;
}
