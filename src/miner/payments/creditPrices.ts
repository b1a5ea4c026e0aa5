import { createStore, set, update } from 'idb-keyval';

/**
 * By coordinator node: the lowest price that it offered since its channels last held everything, in wei per
 * unit. Kept, so that neither a new key nor a reload of the tab raises what it may owe.
 */
export interface CreditPrices {
  /** Lowers a node's price to the one that is offered, if that is lower. @returns the node's price */
  lower(nodeId: bigint, offered: bigint): Promise<bigint>;
  set(nodeId: bigint, price: bigint): Promise<void>;
}

/** A record that was edited or written by another version counts as none. */
const lowest = (record: unknown, offered: bigint): bigint =>
  typeof record === 'bigint' && record >= 0n && record < offered ? record : offered;

/**
 * The prices in IndexedDB.
 * @param scope names the chain, the contract and the miner key
 */
export function openCreditPrices(scope: string): CreditPrices {
  const store = createStore(`cuckoo-credit-${scope}`, 'price');
  return {
    lower: async (nodeId, offered) => {
      let price = offered;
      await update<bigint>(
        String(nodeId),
        (record) => {
          price = lowest(record, offered);
          return price;
        },
        store,
      );
      return price;
    },
    set: (nodeId, price) => set(String(nodeId), price, store),
  };
}
