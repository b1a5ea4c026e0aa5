import { type Chain, createWalletClient, type LocalAccount, type Transport, type WalletClient } from 'viem';
import { chainOf, type NetworkConfig, type ReadClient, transportOf } from '#chain/networkConfig.ts';

/** Sends transactions of the operator key. */
export type Sender = WalletClient<Transport, Chain, LocalAccount>;

/** The operator key's transactions: one at a time, so that nonces never collide. */
export class OperatorWallet {
  readonly account: LocalAccount;
  readonly client: ReadClient;
  readonly #sender: Sender;
  #last: Promise<unknown> = Promise.resolve();

  constructor(config: NetworkConfig, client: ReadClient, account: LocalAccount) {
    this.account = account;
    this.client = client;
    this.#sender = createWalletClient({ account, chain: chainOf(config), transport: transportOf(config) });
  }

  /** Sends what `work` sends after all earlier callers' work has ended. */
  inTurn<T>(work: (sender: Sender) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => work(this.#sender));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Whether a transaction waits for its block: also one that was sent before a restart. */
  async hasPending(): Promise<boolean> {
    const { address } = this.account;
    const [mined, sent] = await Promise.all([
      this.client.getTransactionCount({ address, blockTag: 'latest' }),
      this.client.getTransactionCount({ address, blockTag: 'pending' }),
    ]);
    return sent > mined;
  }
}
