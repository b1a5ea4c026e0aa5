import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Address, Hex } from 'viem';
import type { JuryRecord, JuryStore } from '#miner/jury/juryStore.ts';
import type { VoucherStore } from '#miner/payments/voucherStore.ts';
import { PAID, type SignedResultStore, type StandingResult } from '#miner/tasks/work/signedResultStore.ts';
import type { JuryId } from '#protocol/court/vote.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** What a tab keeps while it is closed. */
export interface TabStores {
  juries: JuryStore;
  vouchers: VoucherStore;
  results: SignedResultStore;
}

/** A map in a file: a change is there as a whole or not at all, as in IndexedDB. */
class FileMap<V> {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  read(): Map<string, V> {
    return existsSync(this.#file) ? deserialize(readFileSync(this.#file)) : new Map();
  }

  set(key: string, value: V): void {
    writeFileSync(`${this.#file}.new`, serialize(this.read().set(key, value)));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

const keyOf = ({ caseId, round }: JuryId): string => `${caseId}-${round}`;

/** The stores of a tab outside a browser, in a folder. They keep to the rules of the tab's own. */
export function fileStores(folder: string): TabStores {
  mkdirSync(folder, { recursive: true });
  const juries = new FileMap<JuryRecord>(join(folder, 'juries'));
  const vouchers = new FileMap<Voucher>(join(folder, 'vouchers'));
  const results = new FileMap<StandingResult>(join(folder, 'results'));
  const known = (jury: JuryId): JuryRecord => juries.read().get(keyOf(jury))!;
  return {
    juries: {
      all: async () => [...juries.read().values()],
      note: async (record) => {
        const key = keyOf(record.jury);
        if (!juries.read().has(key)) juries.set(key, record);
        return known(record.jury);
      },
      seal: async (jury, vote) => {
        const record = known(jury);
        if (record.vote === undefined) juries.set(keyOf(jury), { ...record, vote });
        return known(jury).vote!;
      },
      close: async (jury, outcome) => juries.set(keyOf(jury), { ...known(jury), outcome }),
    },
    vouchers: {
      newest: async (payer: Address) => vouchers.read().get(payer),
      all: async () => [...vouchers.read().values()],
      keep: async (voucher) => {
        const kept = vouchers.read().get(voucher.payer);
        if (kept === undefined || voucher.cumulative > kept.cumulative) vouchers.set(voucher.payer, voucher);
      },
    },
    results: {
      find: async (assignment: Hex) => results.read().get(assignment),
      keep: async (assignment, _expiry, result) => {
        if (!results.read().has(assignment)) results.set(assignment, result);
        return results.read().get(assignment)!;
      },
      settle: async (assignment) => results.set(assignment, PAID),
    },
  };
}
