import { createStore, del, get, set } from 'idb-keyval';

/** What the miner was started with and not stopped since: after a reload the page goes on with it. */
export interface MiningIntent {
  models: string[];
}

const RECORD = 'intent';
const openStore = () => createStore('cuckoo-mining-intent', 'intent');

export const readMiningIntent = (): Promise<MiningIntent | undefined> => get<MiningIntent>(RECORD, openStore());
export const keepMiningIntent = (intent: MiningIntent): Promise<void> => set(RECORD, intent, openStore());
export const dropMiningIntent = (): Promise<void> => del(RECORD, openStore());
