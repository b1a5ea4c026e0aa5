import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { requestDrip } from '#web/coordinator/coordinatorApi.ts';
import { sponsoredDrip } from '#web/drip/sponsoredDrip.ts';
import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { rereadChain } from '#web/queries/rereadChain.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { failureSentence } from '#web/transaction/failureSentence.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** Units of gas of one drip, with room to spare. */
const DRIP_GAS = 200_000n;
/** A read is answered at once, or by a node that hangs. */
const READ_TIMEOUT_MS = 8_000;

/** Asking the chain who can pay; asking a coordinator to. */
export type Sponsored =
  | { phase: 'idle' | 'looking' | 'asking' | 'done' }
  | { phase: 'failed'; sentence: string };

/** @throws ApiFailure where the chain does not answer in time */
function withinTime<T>(read: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const sentence = t('faucet.useDrip.theChainHasNot');
    const timer = setTimeout(() => reject(new ApiFailure('chain_silent', sentence)), READ_TIMEOUT_MS);
    read.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function canPay({ client }: Network, payer: Address | undefined): Promise<boolean> {
  if (payer === undefined) return false;
  const [balance, gasPrice] = await Promise.all([
    client.getBalance({ address: payer }),
    client.getGasPrice(),
  ]);
  return balance >= 2n * gasPrice * DRIP_GAS;
}

const sentenceOf = async (error: unknown): Promise<string> =>
  error instanceof ApiFailure ? error.message : failureSentence(error);

/** One drip: sent by the connected wallet where it has gas, otherwise paid for by a coordinator. */
export function useDrip(faucet: Address) {
  const network = useNetwork();
  const address = useWalletLink().account?.address;
  const queries = useQueryClient();
  const { coordinators, error: unread } = useCoordinators();
  // The coordinators that could pay are not known yet: a click now would find none.
  const looking = coordinators === undefined && unread === null;
  const flow = useTransaction();
  const [sponsored, setSponsored] = useState<Sponsored>({ phase: 'idle' });

  async function askSponsor(receiver: Address): Promise<void> {
    const sponsor = coordinators?.[0];
    if (sponsor === undefined) {
      const sentence = t('faucet.useDrip.noCoordinatorCanPay');
      setSponsored({ phase: 'failed', sentence });
      return;
    }
    setSponsored({ phase: 'asking' });
    try {
      const [{ receiptsOf, waitForCall }] = await Promise.all([
        import('#web/transaction/log/waitForCall.ts'),
        loadMessages('transaction'),
      ]);
      const { client } = network;
      const contract = { abi: faucetAbi, address: faucet } as const;
      const args = [receiver] as const;
      await sponsoredDrip({
        ask: async () => (await requestDrip(sponsor.url, receiver)).transaction as Hex,
        wait: (transaction) => waitForCall(receiptsOf(client), transaction, () => undefined),
        nextDripAt: async () =>
          Number(await client.readContract({ ...contract, functionName: 'nextDripAt', args })),
      });
      await rereadChain(queries);
      setSponsored({ phase: 'done' });
    } catch (error) {
      setSponsored({ phase: 'failed', sentence: await sentenceOf(error) });
      void rereadChain(queries);
    }
  }

  /** @param cai wei of one drip, where they are known */
  async function start(receiver: Address, cai: bigint | undefined): Promise<void> {
    flow.reset();
    setSponsored({ phase: 'looking' });
    let pays: boolean;
    try {
      pays = await withinTime(canPay(network, address));
    } catch (error) {
      setSponsored({ phase: 'failed', sentence: await sentenceOf(error) });
      return;
    }
    if (!pays) return askSponsor(receiver);
    setSponsored({ phase: 'idle' });
    const data = encodeFunctionData({ abi: faucetAbi, functionName: 'drip', args: [receiver] });
    await flow.run((wallet) => wallet.send({ to: faucet, data, cai }));
  }

  const working = sponsored.phase === 'looking' || sponsored.phase === 'asking';
  return {
    ...{ start, flow, sponsored },
    busy: looking || working || flow.busy,
    done: sponsored.phase === 'done' || (sponsored.phase === 'idle' && flow.state.phase === 'done'),
  };
}

export type Drip = ReturnType<typeof useDrip>;
