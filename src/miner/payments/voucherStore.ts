import { createStore, get, update, values } from 'idb-keyval';
import type { Address } from 'viem';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** The newest voucher of each coordinator. Losing one means losing the pay that it proves. */
export interface VoucherStore {
  newest(payer: Address): Promise<Voucher | undefined>;
  /** Stores the voucher unless the stored one is worth as much. */
  keep(voucher: Voucher): Promise<void>;
  all(): Promise<Voucher[]>;
}

/**
 * The store in IndexedDB.
 * @param scope names the chain, the contract and the miner key, so that vouchers of one never mix with
 * another's
 */
export function openVoucherStore(scope: string): VoucherStore {
  const store = createStore(`cuckoo-vouchers-${scope}`, 'newest');
  return {
    newest: (payer) => get<Voucher>(payer, store),
    keep: (voucher) =>
      update<Voucher>(
        voucher.payer,
        (known) => (known === undefined || voucher.cumulative > known.cumulative ? voucher : known),
        store,
      ),
    all: () => values<Voucher>(store),
  };
}

/** Wei of CAI that the vouchers are worth together. */
export const worthOf = (vouchers: readonly Voucher[]): bigint =>
  vouchers.reduce((sum, { cumulative }) => sum + cumulative, 0n);
