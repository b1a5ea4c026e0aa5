import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNetwork } from '#web/network/networkContext.ts';
import { rereadChain } from '#web/queries/rereadChain.ts';
import { followRecord } from '#web/transaction/log/followRecord.ts';
import type { TransactionLog } from '#web/transaction/log/transactionLog.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** A chain that is silent, or has the transaction in no block yet, is asked again after this, in ms. */
const ASK_AGAIN_MS = 5_000;

/** Waits for the transactions that an earlier page sent, and reads the chain again when one has ended. */
export function useFollowing(log: TransactionLog): void {
  const { client } = useNetwork();
  const queries = useQueryClient();
  const { account, actions } = useWalletLink();
  const asked = useRef(new Set<string>());
  const waiting = log.unfollowed();
  useEffect(() => {
    async function follow(record: (typeof waiting)[number]): Promise<void> {
      const isOwn = account?.address === record.account;
      const batches = record.batch !== null && isOwn ? (await actions()).batches : undefined;
      await followRecord({ log, client, batches }, record);
      await rereadChain(queries);
    }
    for (const record of waiting) {
      // Its effect runs again at each change; one that has just been asked for is left alone for a while.
      const key = `${record.id} ${account?.address}`;
      if (asked.current.has(key)) continue;
      asked.current.add(key);
      void follow(record).catch((error: unknown) => {
        console.debug('waiting for a transaction', record.id, error);
        setTimeout(() => {
          asked.current.delete(key);
          log.askAgain();
        }, ASK_AGAIN_MS);
      });
    }
  }, [waiting, account, actions, log, client, queries]);
}
