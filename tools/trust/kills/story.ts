import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { readChannel } from '#chain/payments/channel.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { order, TASK_ID, taskOf } from '#tools/trust/kills/client.ts';
import type { CoordinatorReady } from '#tools/trust/kills/coordinatorProcess.ts';
import { Journal } from '#tools/trust/kills/journal.ts';
import type { KillPoint } from '#tools/trust/kills/killPoints.ts';
import { Mortal } from '#tools/trust/kills/mortal.ts';
import { RpcProxy } from '#tools/trust/kills/rpcProxy.ts';
import { PARAMETERS, Stage } from '#tools/trust/kills/stage.ts';
import type { StagedMiner } from '#tools/trust/kills/stagedMiner.ts';
import { type Tab, Tabs } from '#tools/trust/kills/tabs.ts';
import { Trap } from '#tools/trust/kills/trap.ts';

export const { terms } = PARAMETERS.courts;
export const BOND = 5n * DEVNET.staking.minerMinimum;
export const ABSENT_BOND = 2n * DEVNET.staking.minerMinimum;
const JURY = { caseId: 1n, round: 0 };
/** After it a tab looks at a settled case again, in seconds. */
const SETTLED_S = 60;
/** For one act on a busy machine, with all its restarts, in ms. */
const ACT_MS = 600_000;

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: ACT_MS, interval: 250 });

/** Who is on the stage. */
export interface Cast {
  /** Each has a tab. One of them forges a picture. */
  miners: StagedMiner[];
  /** Has seats, and no tab. */
  absent: StagedMiner;
}

/**
 * The story of a wrong result on a real chain, with tabs over real connections, in which somebody is killed
 * at the armed moments. Time passes only once everybody has done what is due: no window is missed because a
 * machine is slow.
 */
export class Story {
  readonly stage: Stage;
  readonly cast: Cast;
  readonly journal: Journal;
  readonly #tabs: Tabs;
  readonly #coordinator: Mortal<CoordinatorReady>;
  readonly #addressFile: string;
  readonly #proxy: RpcProxy;
  readonly #roster: RosterFollower;
  readonly #armed: readonly KillPoint[];
  readonly #open = new Map<StagedMiner, Tab>();
  /** Who did not forge. */
  #voters: StagedMiner[] = [];
  /** A crash of the chain under way. */
  #crash: Promise<void> = Promise.resolve();

  private constructor(
    stage: Stage,
    cast: Cast,
    more: { proxy: RpcProxy; roster: RosterFollower; armed: readonly KillPoint[]; networkFile: string },
  ) {
    [this.stage, this.cast, this.#armed] = [stage, cast, more.armed];
    [this.#proxy, this.#roster] = [more.proxy, more.roster];
    const journal = join(stage.folder, 'journal');
    this.journal = new Journal(journal);
    this.#addressFile = join(stage.folder, 'address.json');
    this.#coordinator = new Mortal({
      entry: new URL('coordinatorProcess.ts', import.meta.url),
      orders: {
        ...{ folder: this.coordinatorFolder, networkFile: more.networkFile, keyFile: stage.keyFile, journal },
        sinceMs: stage.sinceMs,
        armed: more.armed.filter(({ victim }) => victim === 'coordinator' || victim === 'both'),
      },
      onDeath: () => this.#afterDeath(),
    });
    this.#proxy.trap = new Trap({
      armed: more.armed,
      journal: this.journal,
      kill: ({ victim }) => {
        if (victim === 'chain') this.#crash = stage.crash();
        else this.#coordinator.kill();
      },
    });
    this.#tabs = new Tabs({
      ...{ stage, journal, roster: more.roster, armed: more.armed, addressFile: this.#addressFile },
      find: () => this.coordinator,
    });
  }

  static async begin(armed: readonly KillPoint[]): Promise<Story> {
    const stage = await Stage.start();
    // Whoever of the miners forges, the others have most of the seats, and the absent one has some.
    const miners = [await stage.addMiner(BOND), await stage.addMiner(BOND), await stage.addMiner(BOND)];
    const cast = { miners, absent: await stage.addMiner(ABSENT_BOND) };
    await stage.freeze();
    await stage.mark();
    const proxy = await RpcProxy.start(stage.config);
    const networkFile = await stage.networkFileFor(proxy.url);
    const roster = new RosterFollower(stage.config);
    await roster.start();
    const story = new Story(stage, cast, { proxy, roster, armed, networkFile });
    story.#coordinator.start();
    return story;
  }

  /** Where the coordinator keeps its database. */
  get coordinatorFolder(): string {
    return join(this.stage.folder, 'coordinator');
  }

  /** Where the coordinator is. @throws Error while it is away */
  get coordinator(): CoordinatorReady {
    const { ready } = this.#coordinator;
    writeFileSync(this.#addressFile, JSON.stringify(ready));
    return ready;
  }

  /** How often the coordinator died. */
  get deaths(): number {
    return this.#coordinator.starts - 1;
  }

  storesOf(miner: StagedMiner) {
    return this.#tabs.storesOf(miner);
  }

  /** A tab delivers a grey picture. @returns its miner, and the others */
  async forge(): Promise<{ forger: StagedMiner; voters: StagedMiner[] }> {
    const { miners } = this.cast;
    for (const miner of miners) this.#open.set(miner, await this.#tabs.open(miner));
    await until(async () => expect(await order(this.coordinator)).toBe(true));
    const { miner: key } = await until(async () => {
      const { status, receipt } = await this.#task();
      expect(status).toBe('done');
      return receipt!;
    });
    const forger = miners.find(({ operator }) => operator.address === key)!;
    this.#voters = miners.filter((miner) => miner !== forger);
    return { forger, voters: this.#voters };
  }

  /** The result is found wrong, reported, and made again by an honest miner. @returns the new task's id */
  dispute(): Promise<string> {
    return until(async () => {
      const { receipt } = await this.#task();
      expect(receipt?.audit).toMatchObject({ state: 'disputed', case_id: '1' });
      const again = await taskOf(this.coordinator, receipt!.audit!.replacement!);
      expect(again).toMatchObject({ status: 'done', receipt: { audit: { state: 'passed' } } });
      return again.id;
    });
  }

  /** The jury is drawn, and its tabs vote. */
  async vote(): Promise<void> {
    await until(async () => expect((await this.#ballots()).every(({ isSealed }) => isSealed)).toBe(true));
    await this.#isOver('sealed vote sent');
    if (this.#armed.some(({ victim }) => victim === 'tab'))
      for (const voter of this.#voters) this.#open.get(voter)!.kill();
    await this.stage.pass(terms.commitWindow);
    await until(async () =>
      expect((await this.#ballots()).map(({ finding }) => finding)).toEqual(['wrong', 'wrong']),
    );
    await this.#isOver('opened vote sent');
  }

  /** The verdict is carried out, and the tabs know what they were paid. */
  async settle(): Promise<void> {
    const { absent } = this.cast;
    await this.stage.pass(terms.revealWindow + terms.appealWindow);
    await until(async () => {
      expect((await this.#ballots()).every(({ isPaid }) => isPaid)).toBe(true);
      const { assets } = await this.stage.nodeOf(absent);
      expect(assets).toBe(ABSENT_BOND - terms.fine * (await this.seatsOf(absent)));
    });
    await this.#isOver('absent juror fined');
    // A coordinator that has just died comes back, and finds nothing to do.
    await until(() => void this.coordinator);
    await this.stage.pass(SETTLED_S);
    await until(async () => {
      for (const voter of this.#voters) {
        const [record] = await this.storesOf(voter).juries.all();
        expect(record?.outcome).toMatchObject({ verdict: 'wrong', result: 'paid' });
      }
    });
  }

  async seatsOf({ id }: StagedMiner): Promise<bigint> {
    const { court } = this.stage;
    const { isSealed, seats } = await court.ballotOf(JURY.caseId, JURY.round, id);
    return BigInt(isSealed ? seats : await court.seatsOf(JURY.caseId, JURY.round, id));
  }

  /** What all channels of the coordinator hold, in wei. */
  async funded(): Promise<bigint> {
    const { client, config, coordinator } = this.stage;
    const { miners, absent } = this.cast;
    let wei = 0n;
    for (const { operator } of [...miners, absent]) {
      const { payments } = config.contracts;
      wei += (await readChannel(client, payments, coordinator.address, operator.address)).balance;
    }
    return wei;
  }

  /** Ends the coordinator, for good. */
  stopCoordinator(): Promise<void> {
    return this.#coordinator.stop();
  }

  async end(): Promise<void> {
    await this.#tabs.stop();
    await this.stopCoordinator();
    this.#roster.stop();
    await this.#proxy.stop();
    await this.#crash;
    await this.stage.stop();
  }

  async #afterDeath(): Promise<void> {
    const last = this.journal.kills().at(-1);
    const point = this.#armed.find(({ step, side }) => `${side} ${step}` === last);
    if (point?.victim === 'both') await this.stage.crash();
  }

  /** All deaths at this step have come: nobody dies of it in the next act. */
  async #isOver(step: string): Promise<void> {
    const due = this.#armed.filter((point) => point.step === step).map(({ side }) => `${side} ${step}`);
    await until(() => expect(this.journal.kills()).toEqual(expect.arrayContaining(due)));
  }

  #task() {
    return taskOf(this.coordinator, TASK_ID);
  }

  #ballots() {
    const { court } = this.stage;
    return Promise.all(this.#voters.map(({ id }) => court.ballotOf(JURY.caseId, JURY.round, id)));
  }
}
