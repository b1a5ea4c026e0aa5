import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Address, Hex, TypedDataDefinition } from 'viem';
import { type Config, useConfig } from 'wagmi';
import { getAccount, sendTransaction, signTypedData, switchChain } from 'wagmi/actions';
import { withGasHeadroom } from '#chain/gasHeadroom.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import {
  NO_GAS_SENTENCE,
  TransactionFailure,
  transactionSentence,
} from '#web/transaction/transactionSentence.ts';
import { waitForCall } from '#web/transaction/waitForCall.ts';

/** A call with its encoded data: tried on the chain first, then shown in the wallet. */
export interface ContractCall {
  to: Address;
  data: Hex;
}

export type TransactionPhase = 'idle' | 'signing' | 'confirming' | 'pending' | 'done' | 'failed';

export interface TransactionState {
  phase: TransactionPhase;
  /** Newest transaction of the flow. */
  hash: Hex | null;
  /** Why it failed, as a sentence. */
  failure: string | null;
}

/** What a flow may ask of the connected wallet. */
export interface FlowWallet {
  readonly address: Address;
  signTypedData(data: TypedDataDefinition): Promise<Hex>;
  /**
   * Tries the call on the chain first, so that a refusal is known before the wallet opens; then sends it and
   * waits until it is in a block. @throws TransactionFailure, or what wallet and node throw
   */
  send(call: ContractCall): Promise<Hex>;
}

const IDLE: TransactionState = { phase: 'idle', hash: null, failure: null };

async function openWallet(
  wagmi: Config,
  { config, client }: Network,
  onState: (state: Partial<TransactionState>) => void,
): Promise<FlowWallet> {
  const { address, chainId } = getAccount(wagmi);
  if (address === undefined) throw new TransactionFailure('NO_WALLET', 'Connect a wallet first.');
  if (chainId !== config.chainId) {
    onState({ phase: 'confirming' });
    await switchChain(wagmi, { chainId: config.chainId });
  }
  const requireSameAccount = () => {
    if (getAccount(wagmi).address !== address) {
      throw new TransactionFailure('ACCOUNT_CHANGED', 'The wallet’s account has changed. Try again.');
    }
  };
  return {
    address,
    signTypedData(data) {
      requireSameAccount();
      onState({ phase: 'signing' });
      return signTypedData(wagmi, { ...data, account: address } as Parameters<typeof signTypedData>[1]);
    },
    async send({ to, data }) {
      requireSameAccount();
      onState({ phase: 'confirming' });
      await client.call({ account: address, to, data });
      if ((await client.getBalance({ address })) === 0n)
        throw new TransactionFailure('NO_GAS', NO_GAS_SENTENCE);
      const estimate = await client.estimateGas({ account: address, to, data });
      const gas = withGasHeadroom(estimate);
      const hash = await sendTransaction(wagmi, { to, data, gas, chainId: config.chainId, account: address });
      onState({ phase: 'pending', hash });
      return waitForCall(client, hash, (again) => onState({ hash: again }));
    },
  };
}

/**
 * Runs one flow of wallet steps at a time and tells where it is. When it ends, well or not, everything that
 * was read from the chain is read again.
 */
export function useTransaction() {
  const wagmi = useConfig();
  const network = useNetwork();
  const queries = useQueryClient();
  const [state, setState] = useState<TransactionState>(IDLE);
  const running = useRef(false);

  const run = useCallback(
    async (flow: (wallet: FlowWallet) => Promise<unknown>): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      const update = (news: Partial<TransactionState>) => setState((previous) => ({ ...previous, ...news }));
      setState({ ...IDLE, phase: 'confirming' });
      try {
        await flow(await openWallet(wagmi, network, update));
        await queries.invalidateQueries({ queryKey: CHAIN_KEY });
        update({ phase: 'done' });
        return true;
      } catch (error) {
        update({ phase: 'failed', failure: transactionSentence(error) });
        void queries.invalidateQueries({ queryKey: CHAIN_KEY });
        return false;
      } finally {
        running.current = false;
      }
    },
    [wagmi, network, queries],
  );

  const reset = useCallback(() => setState(IDLE), []);
  const busy = state.phase === 'signing' || state.phase === 'confirming' || state.phase === 'pending';
  return { state, busy, run, reset };
}

export type TransactionFlow = ReturnType<typeof useTransaction>;
