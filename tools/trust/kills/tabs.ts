import { join } from 'node:path';
import type { RosterFollower } from '#chain/follower/rosterFollower.ts';
import type { CoordinatorReady } from '#tools/trust/kills/coordinatorProcess.ts';
import { fileStores, type TabStores } from '#tools/trust/kills/fileStores.ts';
import { forgingEngine } from '#tools/trust/kills/forgingEngine.ts';
import type { KillPoint } from '#tools/trust/kills/killPoints.ts';
import { Mortal } from '#tools/trust/kills/mortal.ts';
import { slowClock } from '#tools/trust/kills/slowClock.ts';
import type { Stage } from '#tools/trust/kills/stage.ts';
import type { StagedMiner } from '#tools/trust/kills/stagedMiner.ts';
import { openTab } from '#tools/trust/kills/tab.ts';

/** A miner's tab, wherever it runs. */
export interface Tab {
  /** Kills it, and it comes back; one that shares the test's process cannot be killed. */
  kill(): void;
  stop(): Promise<void>;
}

export interface TabsDeps {
  stage: Stage;
  roster: RosterFollower;
  journal: string;
  armed: readonly KillPoint[];
  /** Where the coordinator is now. @throws Error while it is away */
  find(): CoordinatorReady;
  /** Holds that, for other processes. */
  addressFile: string;
}

/** The tabs of a story: in processes of their own where they are to be killed, as that takes more time. */
export class Tabs {
  readonly #deps: TabsDeps;
  readonly #open: Tab[] = [];

  constructor(deps: TabsDeps) {
    this.#deps = deps;
  }

  /** Opens a miner's tab with what it had stored. */
  async open(miner: StagedMiner): Promise<Tab> {
    const isMortal = this.#deps.armed.some(({ victim }) => victim === 'tab');
    const tab = isMortal ? this.#fork(miner) : await this.#here(miner);
    this.#open.push(tab);
    return tab;
  }

  storesOf(miner: StagedMiner): TabStores {
    return fileStores(this.#folderOf(miner));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#open.map((tab) => tab.stop()));
  }

  #folderOf({ id }: StagedMiner): string {
    return join(this.#deps.stage.folder, `tab ${id}`);
  }

  async #here(miner: StagedMiner): Promise<Tab> {
    const { stage, roster, find } = this.#deps;
    const { config, sinceMs } = stage;
    const stores = this.storesOf(miner);
    const clock = slowClock(sinceMs);
    const engine = forgingEngine;
    const { close } = await openTab({ config, roster, engine, clock, miner, stores, find });
    return {
      kill: () => {
        throw new Error('This tab shares the test’s process.');
      },
      stop: close,
    };
  }

  #fork(miner: StagedMiner): Tab {
    const { stage, journal, armed, addressFile } = this.#deps;
    const folder = this.#folderOf(miner);
    const process = new Mortal<string>({
      entry: new URL('tabProcess.ts', import.meta.url),
      orders: {
        ...{ folder, addressFile, networkFile: stage.networkFile, journal },
        sinceMs: stage.sinceMs,
        ...{ nodeId: String(miner.id), key: miner.key },
        armed: armed.filter(({ victim }) => victim === 'tab'),
      },
    });
    process.start();
    return { kill: () => process.kill(), stop: () => process.stop() };
  }
}
