import { createStore, get, update, values } from 'idb-keyval';
import type { Address } from 'viem';
import { z } from 'zod';
import { addressField, signatureField } from '#protocol/fields.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** The newest voucher of each coordinator. Losing one means losing the pay that it proves. */
export interface VoucherStore {
  newest(payer: Address): Promise<Voucher | undefined>;
  /** Stores the voucher unless the stored one is worth as much. */
  keep(voucher: Voucher): Promise<void>;
  all(): Promise<Voucher[]>;
}

/** A voucher as IndexedDB keeps it: with its amount as a bigint. */
const storedSchema = z.object({
  payer: addressField,
  payee: addressField,
  cumulative: z.bigint().nonnegative(),
  signature: signatureField,
});

/** A record that was edited or written by another version counts as none: a newer voucher replaces it. */
const readVoucher = (record: unknown): Voucher | undefined =>
  storedSchema.safeParse(record).success ? (record as Voucher) : undefined;

/**
 * The store in IndexedDB.
 * @param scope names the chain, the contract and the miner key, so that vouchers of one never mix with
 * another's
 */
export function openVoucherStore(scope: string): VoucherStore {
  const store = createStore(`cuckoo-vouchers-${scope}`, 'newest');
  return {
    newest: async (payer) => readVoucher(await get(payer, store)),
    keep: (voucher) =>
      update<Voucher>(
        voucher.payer,
        (record) => {
          const known = readVoucher(record);
          return known === undefined || voucher.cumulative > known.cumulative ? voucher : known;
        },
        store,
      ),
    all: async () => (await values(store)).flatMap((record) => readVoucher(record) ?? []),
  };
}

/** Wei of CAI that the vouchers are worth together. */
export const worthOf = (vouchers: readonly Voucher[]): bigint =>
  vouchers.reduce((sum, { cumulative }) => sum + cumulative, 0n);
