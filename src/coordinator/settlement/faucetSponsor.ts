import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  type Hex,
  type LocalAccount,
  parseEventLogs,
} from 'viem';
import { faucetAbi } from '#chain/generated/contracts.ts';
import { chainOf, type NetworkConfig, type ReadClient, transportOf } from '#chain/networkConfig.ts';
import { CodedError } from '#protocol/codedError.ts';

/** Most waiting drips: about half a minute's worth on a public network. */
const MAX_WAITING = 32;
/** Longest wait for a block, in ms. */
const RECEIPT_TIMEOUT_MS = 60_000;

/** A refused drip, with the time of the next one for `drip_too_soon`. */
export class DripRefused extends CodedError<
  'drip_too_soon' | 'faucet_empty' | 'faucet_busy' | 'faucet_failed',
  { readonly nextDripAt: number } | undefined
> {
  override readonly name = 'DripRefused';
}

/**
 * Sends drips and pays their gas, because newcomers have none. One transaction at a time, so that nonces
 * never collide.
 */
export class FaucetSponsor {
  readonly #faucet: Address;
  readonly #client: ReadClient;
  readonly #account: LocalAccount;
  readonly #wallet;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(config: NetworkConfig, faucet: Address, client: ReadClient, account: LocalAccount) {
    this.#faucet = faucet;
    this.#client = client;
    this.#account = account;
    this.#wallet = createWalletClient({ account, chain: chainOf(config), transport: transportOf(config) });
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
    const drip = this.#turn.then(() => this.#send(to));
    this.#turn = drip.catch(() => undefined);
    try {
      return await drip;
    } catch (error) {
      throw refusalOf(error);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #send(to: Address): Promise<{ transaction: Hex; nextDripAt: number }> {
    const { request } = await this.#client.simulateContract({
      abi: faucetAbi,
      address: this.#faucet,
      functionName: 'drip',
      args: [to],
      account: this.#account,
    });
    const transaction = await this.#wallet.writeContract(request);
    const receipt = await this.#client.waitForTransactionReceipt({
      hash: transaction,
      timeout: RECEIPT_TIMEOUT_MS,
    });
    const [dripped] = parseEventLogs({ abi: faucetAbi, eventName: 'Dripped', logs: receipt.logs });
    if (dripped === undefined)
      throw new DripRefused('faucet_failed', 'The faucet’s transaction failed. Try again.');
    return { transaction, nextDripAt: Number(dripped.args.nextDripAt) };
  }
}

function refusalOf(error: unknown): DripRefused {
  if (error instanceof DripRefused) return error;
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
  if (errorName === 'FaucetEmpty')
    return new DripRefused('faucet_empty', 'The faucet is empty. Its operator must refill it.');
  return new DripRefused('faucet_failed', 'The faucet could not be reached. Try again in a minute.', {
    cause: error,
  });
}
