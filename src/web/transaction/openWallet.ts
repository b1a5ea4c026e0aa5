import { call, estimateGas } from 'viem/actions';
import { withGasHeadroom } from '#chain/gasHeadroom.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet, PageWallet, TransactionState } from '#web/transaction/flow.ts';
import { sendWithTopUp, stakeTopUpCall } from '#web/transaction/stakeTopUp.ts';
import { NO_GAS_SENTENCE, TransactionFailure } from '#web/transaction/transactionSentence.ts';
import { receiptsOf, waitForCall } from '#web/transaction/waitForCall.ts';
import type { WalletActions } from '#web/wallet/walletLink.ts';

/**
 * The connected wallet for one flow, on this network's chain.
 * @throws TransactionFailure NO_WALLET; what the wallet throws when it does not switch
 */
export async function openWallet(
  wallet: WalletActions,
  { config, client }: Network,
  onState: (state: Partial<TransactionState>) => void,
): Promise<PageWallet> {
  const account = wallet.account();
  if (account === undefined) throw new TransactionFailure('NO_WALLET', 'Connect a wallet first.');
  const { address, chainId } = account;
  if (chainId !== config.chainId) {
    onState({ phase: 'confirming' });
    await wallet.switchChain(config.chainId);
  }
  const requireSameAccount = () => {
    if (wallet.account()?.address !== address) {
      throw new TransactionFailure('ACCOUNT_CHANGED', 'The wallet’s account has changed. Try again.');
    }
  };
  const flow: FlowWallet = {
    address,
    signTypedData(data) {
      requireSameAccount();
      onState({ phase: 'signing' });
      return wallet.signTypedData(address, data);
    },
    async send({ to, data }) {
      requireSameAccount();
      onState({ phase: 'confirming' });
      await call(client, { account: address, to, data });
      if ((await client.getBalance({ address })) === 0n)
        throw new TransactionFailure('NO_GAS', NO_GAS_SENTENCE);
      const estimate = await estimateGas(client, { account: address, to, data });
      const gas = withGasHeadroom(estimate);
      const hash = await wallet.sendTransaction({
        account: address,
        chainId: config.chainId,
        to,
        data,
        gas,
      });
      onState({ phase: 'pending', hash });
      return waitForCall(receiptsOf(client), hash, (again) => onState({ hash: again }));
    },
  };
  const network = { config, client };
  return {
    ...flow,
    stakeTopUpCall: (amount) => stakeTopUpCall(network, flow, amount),
    sendWithTopUp: (missing, action) => sendWithTopUp(network, flow, missing, action),
  };
}
