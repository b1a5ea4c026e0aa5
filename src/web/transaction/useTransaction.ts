import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { failureSentence } from '#web/transaction/failureSentence.ts';
import type { PageWallet, TransactionState } from '#web/transaction/flow.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

const IDLE: TransactionState = { phase: 'idle', hash: null, failure: null };

/**
 * Runs one flow of wallet steps at a time and tells where it is. When it ends, well or not, everything that
 * was read from the chain is read again.
 */
export function useTransaction() {
  const { actions } = useWalletLink();
  const network = useNetwork();
  const queries = useQueryClient();
  const [state, setState] = useState<TransactionState>(IDLE);
  const running = useRef(false);

  const run = useCallback(
    async (flow: (wallet: PageWallet) => Promise<unknown>): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      const update = (news: Partial<TransactionState>) => setState((previous) => ({ ...previous, ...news }));
      setState({ ...IDLE, phase: 'confirming' });
      try {
        const { openWallet } = await import('#web/transaction/openWallet.ts');
        await flow(await openWallet(await actions(), network, update));
        await queries.invalidateQueries({ queryKey: CHAIN_KEY });
        update({ phase: 'done' });
        return true;
      } catch (error) {
        update({ phase: 'failed', failure: await failureSentence(error) });
        void queries.invalidateQueries({ queryKey: CHAIN_KEY });
        return false;
      } finally {
        running.current = false;
      }
    },
    [actions, network, queries],
  );

  const reset = useCallback(() => setState(IDLE), []);
  const busy = state.phase === 'signing' || state.phase === 'confirming' || state.phase === 'pending';
  return { state, busy, run, reset };
}

export type TransactionFlow = ReturnType<typeof useTransaction>;
