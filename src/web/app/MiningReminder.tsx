import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { isAnyMinerAtWork } from '#miner/service/minerLock.ts';
import { rich, t } from '#web/language/translate.ts';
import { useMining } from '#web/mining/miningSignal.ts';
import { readWish, writeWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** How often the other tabs are asked, in ms. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Says that mining has stopped although it was started: a reloaded tab resumes only on the Mine page, the one
 * that loads the engine.
 */
export function MiningReminder() {
  const { config } = useNetwork();
  const [location] = useLocation();
  const mining = useMining();
  const stopped = useQuery({
    queryKey: ['miningStopped', location, mining],
    queryFn: async () => readWish(config).running && !(await isAnyMinerAtWork()),
    enabled: !mining && location !== '/mine',
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (stopped.data !== true) return null;

  function forget(): void {
    writeWish(config, { running: false });
    void stopped.refetch();
  }

  return (
    <p className="banner" role="status">
      {rich('shell.miningReminder.thisBrowserWasMining', {
        link: (part) => <Link href="/mine">{part}</Link>,
      })}{' '}
      <button type="button" className="button small" onClick={forget}>
        {t('shell.miningReminder.notNow')}
      </button>
    </p>
  );
}
