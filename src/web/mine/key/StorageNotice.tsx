import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { z } from 'zod';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { isStorageKept } from '#web/mine/miner/keepStorage.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';

/** A browser may ask its user, who answers later, in ms. */
const LOOK_AGAIN_MS = 10_000;

/** Where the browser has not promised to keep the miner's key: says so, and offers the backup. */
export function StorageNotice() {
  const { config } = useNetwork();
  const told = keptOnNetwork(config, 'storageNotice', z.literal('read'));
  const [isRead, setRead] = useState(() => told.read() === 'read');
  const kept = useQuery({
    queryKey: ['storageKept'],
    queryFn: () => isStorageKept(),
    enabled: !isRead,
    refetchInterval: ({ state }) => state.data !== true && LOOK_AGAIN_MS,
  });
  if (isRead || kept.data !== false) return null;

  function forget(): void {
    told.write('read');
    setRead(true);
  }

  return (
    <section className="card" aria-labelledby="storage-title">
      <h2 id="storage-title">{t('mine.storageNotice.keyMayBeCleared')}</h2>
      <p>{t('mine.storageNotice.whatMayHappen')}</p>
      <div className="row-actions">
        <Link href="/mine/node" className="button small">
          {t('mine.storageNotice.backItUp')}
        </Link>
        <ActionButton className="small" onClick={forget}>
          {t('mine.storageNotice.haveBackup')}
        </ActionButton>
      </div>
    </section>
  );
}
