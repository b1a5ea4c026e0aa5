import type { Hex } from 'viem';
import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import { accountChangeSentence } from '#web/transaction/accountChange.ts';
import { readBatching } from '#web/transaction/batch/batching.ts';
import { batchReceiptsOf, followBatch } from '#web/transaction/batch/followBatch.ts';
import { sendBatch } from '#web/transaction/batch/sendBatch.ts';
import { tryTogether } from '#web/transaction/batch/tryTogether.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet, PageWallet, TransactionState } from '#web/transaction/flow.ts';
import { placeInLog, waitInLog } from '#web/transaction/log/followRecord.ts';
import { recordOfBatch, recordOfCall } from '#web/transaction/log/newRecord.ts';
import { actionPhrase } from '#web/transaction/log/recordSentence.ts';
import type { TransactionLog } from '#web/transaction/log/transactionLog.ts';
import type { TransactionRecord } from '#web/transaction/log/transactionRecord.ts';
import { receiptsOf, waitForCall } from '#web/transaction/log/waitForCall.ts';
import { preflight } from '#web/transaction/preflight.ts';
import { sendStake, sendWithTopUp } from '#web/transaction/stakeTopUp.ts';
import type { WalletActions } from '#web/wallet/walletLink.ts';

export interface FlowDeps {
  onState(state: Partial<TransactionState>): void;
  /** Of a flow that is given up: its wallet is asked for nothing more. */
  signal: AbortSignal;
  /** Keeps what was sent. */
  log: TransactionLog;
}

/**
 * The connected wallet for one flow, on this network's chain. All that the page signs and sends goes through
 * here.
 * @throws TransactionFailure NO_WALLET; what the wallet throws when it does not switch
 */
export async function openWallet(
  wallet: WalletActions,
  { config, client }: Network,
  { onState, signal, log }: FlowDeps,
): Promise<PageWallet> {
  const account = wallet.account();
  if (account === undefined) throw new TransactionFailure('NO_WALLET', t('transaction.openWallet.noWallet'));
  const { address } = account;
  let isPartSent = false;

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
    const now = wallet.account()?.address;
    if (now !== address) {
      throw new TransactionFailure('ACCOUNT_CHANGED', accountChangeSentence(now, isPartSent));
    }
  }
  await makeReady();
  onState({ phase: 'checking' });

  /** From here on the log knows it, whatever becomes of this page. */
  function keep(record: TransactionRecord): void {
    log.add(record);
    isPartSent = true;
    const { id, hash, summary } = record;
    onState({
      phase: 'pending',
      hash,
      sent: { phrase: actionPhrase(summary), showHere: () => log.showHere(id) },
    });
  }

  const flow: FlowWallet = {
    address,
    async signTypedData(data) {
      await makeReady();
      onState({ phase: 'signing' });
      const signature = await wallet.signTypedData(address, data);
      onState({ phase: 'checking' });
      return signature;
    },
    async send(call) {
      const { to, data } = call;
      onState({ phase: 'checking' });
      const gas = await preflight(client, { account: address, to, data });
      await makeReady();
      onState({ phase: 'confirming' });
      const sent = { account: address, chainId: config.chainId, to, data, gas };
      const hash = (await wallet.sendTransaction(sent)).toLowerCase() as Hex;
      keep(recordOfCall(call, { hash, account: address, contracts: config.contracts }));
      const onHash = (again: Hex) => {
        log.rename(hash, again);
        onState({ hash: again });
      };
      return waitInLog(log, hash, async () => {
        // By its place it is found what took it, however soon after.
        const place = await placeInLog(log, client, hash);
        return waitForCall(receiptsOf(client), hash, onHash, place);
      });
    },
    batching: () => readBatching(wallet.batches, address, config.chainId),
    async sendTogether(calls) {
      if ((await flow.batching()) === 'none') return undefined;
      onState({ phase: 'checking' });
      const afterBlock = await tryTogether(client, address, calls);
      await makeReady();
      onState({ phase: 'confirming' });
      const id = await sendBatch(wallet.batches, {
        ...{ account: address, chainId: config.chainId },
        calls: calls.map(({ to, data }) => ({ to, data })),
      });
      if (id === undefined) return undefined;
      const batch = { id, account: address, contracts: calls.map(({ to }) => to), afterBlock };
      keep(recordOfBatch(calls, batch, config.contracts));
      return waitInLog(log, id, () =>
        followBatch(wallet.batches, batchReceiptsOf(client), batch, (hash) => {
          log.rename(id, hash);
          onState({ hash });
        }),
      );
    },
  };
  const network = { config, client };
  return {
    ...flow,
    stake: (amount) => sendStake(network, flow, amount),
    sendWithTopUp: (missing, action) => sendWithTopUp(network, flow, missing, action),
  };
}
