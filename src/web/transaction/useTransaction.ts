import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { loadMessages } from '#web/language/current.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { rereadChain } from '#web/queries/rereadChain.ts';
import { explainFailure } from '#web/transaction/failureSentence.ts';
import { noteGivenUp } from '#web/transaction/givenUpFlow.ts';
import { isBusy, TransactionRun } from '#web/transaction/transactionRun.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/**
 * Runs one flow of wallet steps at a time and tells where it is. When it ends, well or not, everything that
 * was read from the chain is read again. When the wallet changes its account before all is sent, it ends.
 */
export function useTransaction() {
  const { actions, account } = useWalletLink();
  const address = account?.address;
  const network = useNetwork();
  const queries = useQueryClient();
  // A connection that changes under a running flow must not replace the flow.
  const latest = useRef({ actions, network });
  latest.current = { actions, network };
  const run = useMemo(
    () =>
      new TransactionRun({
        async open(onState, signal) {
          const [{ openWallet }, { transactionLogOf }] = await Promise.all([
            import('#web/transaction/openWallet.ts'),
            import('#web/transaction/log/transactionLog.ts'),
            loadMessages('transaction'),
          ]);
          const log = transactionLogOf(latest.current.network.config);
          return openWallet(await latest.current.actions(), latest.current.network, { onState, signal, log });
        },
        explain: explainFailure,
        refresh: () => rereadChain(queries),
      }),
    [queries],
  );
  useEffect(
    () => () => {
      const isPartSent = run.state().sent !== null;
      if (run.leave()) noteGivenUp({ account: address, isPartSent });
      // What the former account has done is no news of the next one.
      else run.reset();
    },
    [run, address],
  );
  const state = useSyncExternalStore(run.subscribe, run.state, run.state);
  const { sent } = state;
  // Before the screen is painted: it would be told in a toast too.
  useLayoutEffect(() => sent?.showHere(), [sent]);
  return { state, busy: isBusy(state), run: run.run, retry: run.retry, waitOn: run.waitOn, reset: run.reset };
}

export type TransactionFlow = ReturnType<typeof useTransaction>;
