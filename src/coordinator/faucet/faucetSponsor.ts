import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  encodeFunctionData,
  type Hex,
  parseEventLogs,
} from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import { readFaucetGas } from '#coordinator/faucet/faucetGas.ts';
import type { OperatorWallet, Send } from '#coordinator/wallet/operatorWallet.ts';
import { WalletError } from '#coordinator/wallet/walletError.ts';
import { CodedError } from '#protocol/codedError.ts';

/** Most waiting drips: about half a minute's worth on a public network. */
const MAX_WAITING = 32;
/** Longest wait for a block, in ms. */
const PATIENCE_MS = 60_000;

/**
 * A refused drip, with the time of the next one for `drip_too_soon` and `faucet_budget_spent`, in Unix
 * seconds.
 */
export class DripRefused extends CodedError<
  'drip_too_soon' | 'faucet_budget_spent' | 'faucet_empty' | 'faucet_busy' | 'faucet_failed',
  { readonly nextDripAt: number } | undefined
> {
  override readonly name = 'DripRefused';
}

const EMPTY = 'The faucet is empty, or has given all that it gives in a day. Try again tomorrow.';

/** Sends drips and pays their gas, because newcomers have none. */
export class FaucetSponsor {
  readonly #faucet: Address;
  readonly #wallet: OperatorWallet;
  #waiting = 0;

  constructor(faucet: Address, wallet: OperatorWallet) {
    this.#faucet = faucet;
    this.#wallet = wallet;
  }

  /** @throws DripRefused */
  async drip(to: Address): Promise<{ transaction: Hex; nextDripAt: number }> {
    if (this.#waiting >= MAX_WAITING) {
      throw new DripRefused(
        'faucet_busy',
        'Too many requests are waiting for the faucet. Try again in a minute.',
      );
    }
    this.#waiting += 1;
    try {
      return await this.#wallet.inTurn((send) => this.#send(send, to));
    } catch (error) {
      throw refusalOf(error);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #send(send: Send, to: Address): Promise<{ transaction: Hex; nextDripAt: number }> {
    const { account, client } = this.#wallet;
    const call = { abi: faucetAbi, functionName: 'drip', args: [to] } as const;
    await client.simulateContract({ ...call, address: this.#faucet, account });
    const gas = await readFaucetGas(client, this.#faucet, to);
    // A drip without gas is of no use to a newcomer, who has to wait a period for the next one.
    if (gas.missing > gas.balance) throw new DripRefused('faucet_empty', EMPTY);
    if (gas.missing > gas.left) throw budgetSpent(gas.renewsAt);
    const data = encodeFunctionData(call);
    const receipt = await send({ to: this.#faucet, data }, PATIENCE_MS);
    const [dripped] = parseEventLogs({ abi: faucetAbi, eventName: 'Dripped', logs: receipt.logs });
    if (dripped === undefined)
      throw new DripRefused('faucet_failed', 'The faucet’s transaction failed. Try again.');
    return { transaction: receipt.transactionHash, nextDripAt: Number(dripped.args.nextDripAt) };
  }
}

function budgetSpent(renewsAt: number): DripRefused {
  const when = new Date(renewsAt * 1_000).toISOString();
  return new DripRefused(
    'faucet_budget_spent',
    `The faucet has given out all the gas of this period. It gives gas again at ${when}.`,
    { details: { nextDripAt: renewsAt } },
  );
}

function refusalOf(error: unknown): DripRefused {
  if (error instanceof DripRefused) return error;
  if (error instanceof WalletError && error.code === 'PENDING')
    return new DripRefused(
      'faucet_busy',
      'A transaction of the faucet’s sponsor waits for its block. Try again in a few minutes.',
      { cause: error },
    );
  const revert =
    error instanceof BaseError ? error.walk((each) => each instanceof ContractFunctionRevertedError) : null;
  const { errorName, args } = (revert instanceof ContractFunctionRevertedError && revert.data) || {};
  if (errorName === 'DripTooSoon') {
    const next = Number(args?.[0]);
    const when = new Date(next * 1_000).toISOString();
    return new DripRefused(
      'drip_too_soon',
      `This address already got its drip. The next one is possible at ${when}.`,
      { details: { nextDripAt: next } },
    );
  }
  if (errorName === 'FaucetEmpty') return new DripRefused('faucet_empty', EMPTY);
  return new DripRefused('faucet_failed', 'The faucet could not be reached. Try again in a minute.', {
    cause: error,
  });
}
