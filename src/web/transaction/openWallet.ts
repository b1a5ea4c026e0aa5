import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import { readBatching } from '#web/transaction/batch/batching.ts';
import { batchReceiptsOf, followBatch } from '#web/transaction/batch/followBatch.ts';
import { sendBatch } from '#web/transaction/batch/sendBatch.ts';
import { tryTogether } from '#web/transaction/batch/tryTogether.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet, PageWallet, TransactionState } from '#web/transaction/flow.ts';
import { preflight } from '#web/transaction/preflight.ts';
import { sendStake, sendWithTopUp } from '#web/transaction/stakeTopUp.ts';
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
    batching: () => readBatching(wallet.batches, address, config.chainId),
    async sendTogether(calls) {
      if ((await flow.batching()) === 'none') return undefined;
      onState({ phase: 'checking' });
      const afterBlock = await tryTogether(client, address, calls);
      await makeReady();
      onState({ phase: 'confirming' });
      const id = await sendBatch(wallet.batches, { account: address, chainId: config.chainId, calls });
      if (id === undefined) return undefined;
      onState({ phase: 'pending' });
      const batch = { id, account: address, contracts: calls.map(({ to }) => to), afterBlock };
      return followBatch(wallet.batches, batchReceiptsOf(client), batch, (hash) => onState({ hash }));
    },
  };
  const network = { config, client };
  return {
    ...flow,
    stake: (amount) => sendStake(network, flow, amount),
    sendWithTopUp: (missing, action) => sendWithTopUp(network, flow, missing, action),
  };
}
