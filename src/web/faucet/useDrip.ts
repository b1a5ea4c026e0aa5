import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { requestDrip } from '#web/coordinator/coordinatorApi.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { failureSentence } from '#web/transaction/failureSentence.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** Units of gas of one drip, with room to spare. */
const DRIP_GAS = 200_000n;
/** The coordinator answers after the drip is in a block. */
const SPONSOR_TIMEOUT_MS = 60_000;

type Sponsored = { phase: 'idle' | 'asking' | 'done' } | { phase: 'failed'; sentence: string };

async function canPay({ client }: Network, payer: Address | undefined): Promise<boolean> {
  if (payer === undefined) return false;
  const [balance, gasPrice] = await Promise.all([
    client.getBalance({ address: payer }),
    client.getGasPrice(),
  ]);
  return balance >= 2n * gasPrice * DRIP_GAS;
}

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
      const sentence =
        'No coordinator can pay for the drip right now. Connect a wallet that has gas, or try again later.';
      setSponsored({ phase: 'failed', sentence });
      return;
    }
    setSponsored({ phase: 'asking' });
    try {
      const { transaction } = await requestDrip(
        sponsor.url,
        receiver,
        AbortSignal.timeout(SPONSOR_TIMEOUT_MS),
      );
      const { receiptsOf, waitForCall } = await import('#web/transaction/waitForCall.ts');
      await waitForCall(receiptsOf(network.client), transaction as Hex, () => undefined);
      await queries.invalidateQueries({ queryKey: CHAIN_KEY });
      setSponsored({ phase: 'done' });
    } catch (error) {
      const sentence = error instanceof ApiFailure ? error.message : await failureSentence(error);
      setSponsored({ phase: 'failed', sentence });
      void queries.invalidateQueries({ queryKey: CHAIN_KEY });
    }
  }

  async function start(receiver: Address): Promise<void> {
    flow.reset();
    setSponsored({ phase: 'asking' });
    let pays: boolean;
    try {
      pays = await canPay(network, address);
    } catch (error) {
      setSponsored({ phase: 'failed', sentence: await failureSentence(error) });
      return;
    }
    if (!pays) return askSponsor(receiver);
    setSponsored({ phase: 'idle' });
    const data = encodeFunctionData({ abi: faucetAbi, functionName: 'drip', args: [receiver] });
    await flow.run((wallet) => wallet.send({ to: faucet, data }));
  }

  const done = sponsored.phase === 'done' || flow.state.phase === 'done';
  const failure = sponsored.phase === 'failed' ? sponsored.sentence : flow.state.failure;
  const sentence =
    failure ??
    (done
      ? 'Done. The CAI has arrived at this address.'
      : sponsored.phase === 'asking'
        ? 'A coordinator pays for the drip…'
        : flow.state.phase === 'pending'
          ? 'Waiting for the chain…'
          : flow.busy
            ? 'Confirm in your wallet…'
            : '');
  const phase = failure !== null ? 'failed' : done ? 'done' : 'idle';
  return { start, busy: looking || sponsored.phase === 'asking' || flow.busy, phase, sentence };
}
