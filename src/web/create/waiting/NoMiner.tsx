import { Link } from 'wouter';
import { Elapsed } from '#web/create/waiting/Elapsed.tsx';
import { type HeardHouseMiner, useHouseMiner } from '#web/create/waiting/useHouseMiner.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatDuration } from '#web/time/moment.ts';

/** How long the house miner has been preparing, and how long that takes as far as it is known. */
function Preparing({ since, last_seconds: lastSeconds }: HeardHouseMiner) {
  return (
    <>
      <span role="status">{t('create.noMiner.houseMinerPrepares')}</span>{' '}
      {rich('create.noMiner.soFar', { elapsed: () => <Elapsed since={since} /> })}{' '}
      {lastSeconds === null
        ? t('create.noMiner.firstStart')
        : t('create.noMiner.lastStart', { duration: formatDuration(lastSeconds) })}
    </>
  );
}

/** Why a model has no miner, and what comes of it. @param isOrdered a task waits for one already */
export function NoMiner({ isOrdered }: { isOrdered: boolean }) {
  const house = useHouseMiner();
  if (house?.state === 'preparing')
    return (
      <p className="muted">
        <Preparing {...house} />
        {!isOrdered && ` ${t('create.noMiner.sendItNow')}`}
      </p>
    );
  return (
    <p className="warn" role="status">
      {house?.state === 'failed' && `${t('create.noMiner.houseMinerFailed')} `}
      {rich(isOrdered ? 'create.noMiner.mineInAnotherTab' : 'create.noMiner.noMinerIsOnline', {
        link: (part) => <Link href="/mine">{part}</Link>,
      })}
    </p>
  );
}
