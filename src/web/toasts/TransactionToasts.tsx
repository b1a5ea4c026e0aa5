import { useLocation } from 'wouter';
import { onDemand } from '#web/design/onDemand.tsx';
import { loadMessages } from '#web/language/current.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useGivenUpFlow } from '#web/transaction/givenUpFlow.ts';
import { useHasSent } from '#web/transaction/log/sentSignal.ts';

/** Few visits have a transaction to tell of, so none loads this before. */
const LogToasts = onDemand(async () => {
  const [{ LogToasts }] = await Promise.all([
    import('#web/toasts/ToastList.tsx'),
    loadMessages('transaction'),
  ]);
  return LogToasts;
});

/**
 * On every page: where the transactions are that were sent from this browser and are told nowhere else, and
 * which was given up. Their own page lists them all.
 */
export function TransactionToasts() {
  const { config } = useNetwork();
  const [location] = useLocation();
  const hasSent = useHasSent(config);
  const givenUp = useGivenUpFlow();
  return (hasSent || givenUp !== null) && location !== '/activity' ? <LogToasts /> : null;
}
