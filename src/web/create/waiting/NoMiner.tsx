import { Link } from 'wouter';
import { Elapsed } from '#web/create/waiting/Elapsed.tsx';
import { type HeardHouseMiner, useHouseMiner } from '#web/create/waiting/useHouseMiner.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatDuration } from '#web/time/moment.ts';

/** How long the house miner has been preparing, and how long that takes as far as it is known. */
function Preparing({ house, model }: { house: HeardHouseMiner; model: string }) {
  // A coordinator names its models as it likes, `constructor` too.
  const lastSeconds = Object.hasOwn(house.last_seconds, model) ? house.last_seconds[model] : undefined;
  return (
    <>
      <span role="status">{t('create.noMiner.houseMinerPrepares')}</span>{' '}
      {rich('create.noMiner.soFar', { elapsed: () => <Elapsed since={house.since} /> })}{' '}
      {lastSeconds === undefined
        ? t('create.noMiner.firstStart')
        : t('create.noMiner.lastStart', { duration: formatDuration(lastSeconds) })}
    </>
  );
}

interface NoMinerProps {
  /** The model's name. */
  model: string;
  /** A task waits for a miner already. */
  isOrdered: boolean;
}

/** Why a model has no miner, and what comes of it. */
export function NoMiner({ model, isOrdered }: NoMinerProps) {
  const house = useHouseMiner();
  if (house?.state === 'preparing')
    return (
      <p className="muted">
        <Preparing house={house} model={model} />
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
