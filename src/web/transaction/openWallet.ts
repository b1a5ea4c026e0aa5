import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet, PageWallet, TransactionState } from '#web/transaction/flow.ts';
import { preflight } from '#web/transaction/preflight.ts';
import { sendWithTopUp, stakeTopUpCall } from '#web/transaction/stakeTopUp.ts';
import { TransactionFailure } from '#web/transaction/transactionFailure.ts';
import { receiptsOf, waitForCall } from '#web/transaction/waitForCall.ts';
import type { WalletActions } from '#web/wallet/walletLink.ts';

/**
 * The connected wallet for one flow, on this network's chain. All that the page signs and sends goes through
 * here.
 * @param signal of a flow that is given up: its wallet is asked for nothing more
 * @throws TransactionFailure NO_WALLET; what the wallet throws when it does not switch
 */
export async function openWallet(
  wallet: WalletActions,
  { config, client }: Network,
  onState: (state: Partial<TransactionState>) => void,
  signal: AbortSignal,
): Promise<PageWallet> {
  const account = wallet.account();
  if (account === undefined) throw new TransactionFailure('NO_WALLET', t('transaction.openWallet.noWallet'));
  const { address } = account;

  /** Before each question to the wallet: it may have changed since the last one. */
  async function makeReady(): Promise<void> {
    signal.throwIfAborted();
    requireSameAccount();
    if (wallet.account()?.chainId === config.chainId) return;
    onState({ phase: 'switching' });
    await wallet.switchChain(config.chainId);
    signal.throwIfAborted();
    requireSameAccount();
  }
  function requireSameAccount(): void {
    if (wallet.account()?.address !== address) {
      throw new TransactionFailure('ACCOUNT_CHANGED', t('transaction.openWallet.accountChanged'));
    }
  }
  await makeReady();
  onState({ phase: 'checking' });

  const flow: FlowWallet = {
    address,
    async signTypedData(data) {
      await makeReady();
      onState({ phase: 'signing' });
      const signature = await wallet.signTypedData(address, data);
      onState({ phase: 'checking' });
      return signature;
    },
    async send({ to, data }) {
      onState({ phase: 'checking' });
      const gas = await preflight(client, { account: address, to, data });
      await makeReady();
      onState({ phase: 'confirming' });
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
