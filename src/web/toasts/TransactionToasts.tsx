import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { onDemand } from '#web/design/onDemand.tsx';
import { loadMessages } from '#web/language/current.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { transactionLogOf } from '#web/transaction/log/transactionLog.ts';

/** Few visits have a transaction to tell of, so none loads this before. */
const ToastList = onDemand(async () => {
  const [{ ToastList }] = await Promise.all([
    import('#web/toasts/ToastList.tsx'),
    loadMessages('transaction'),
  ]);
  return ToastList;
});

/**
 * On every page: where the transactions are that were sent from this browser and are told nowhere else. Their
 * own page lists them all.
 */
export function TransactionToasts() {
  const { config } = useNetwork();
  const [location] = useLocation();
  const log = transactionLogOf(config);
  useSyncExternalStore(log.subscribe, log.records, log.records);
  if (location === '/activity' || (log.untold().length === 0 && log.unfollowed().length === 0)) return null;
  return <ToastList log={log} />;
}
