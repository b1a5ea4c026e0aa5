import type { Logger } from 'pino';
import type { Address } from 'viem';
import type { ChainHealth } from '#chain/chainHealth.ts';
import type { Roster } from '#chain/roster.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { processSlice } from '#coordinator/eventLoop/loopSlice.ts';
import { isPresent, type MinerPool, type MinerSession } from '#coordinator/miners/minerPool.ts';
import { hasRoom } from '#coordinator/miners/minerRoom.ts';
import { OwnPlace } from '#coordinator/scheduler/draw/ownPlace.ts';
import { failuresAllowed, type LiveTask } from '#coordinator/scheduler/liveTask.ts';
import type { MinerRecord } from '#coordinator/scheduler/minerRecord.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { Transitions } from '#coordinator/scheduler/transitions.ts';
import type { EpochRules } from '#protocol/draw/epoch.ts';
import { drawMiner } from '#protocol/draw/minerDraw.ts';
import { type Assignment, assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/** The chain as the coordinator follows it (#chain/follower/rosterFollower.ts). */
export interface FollowedRoster extends DrawnRosters {
  current(): Roster;
  health(): ChainHealth;
  onChange(listener: (roster: Roster) => void): () => void;
}

export interface AssignerDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  catalogue: ModelCatalogue;
  roster: DrawnRosters & Pick<FollowedRoster, 'current'> & { health(): Pick<ChainHealth, 'tooOld'> };
  pool: MinerPool;
  record: MinerRecord;
  board: TaskBoard;
  transitions: Transitions;
  /** Sends a new assignment to its miner, and gossips it for witnesses. */
  announce(assignment: Assignment): void;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** The rosters of epochs. */
export interface DrawnRosters {
  readonly epochs: EpochRules;
  /** That of the newest epoch. */
  epoch(): Roster;
  /** That of an earlier one. @throws ChainError */
  at(blockNumber: number): Promise<Roster>;
}

/** Assignments that are signed and stored at the same time: a burst of tasks is not one long queue. */
const MOST_AT_ONCE = 16;

/** Gives queued tasks, oldest first, to the miners that the lottery draws. */
export class Assigner {
  readonly #deps: AssignerDeps;
  readonly #ownPlace: OwnPlace;
  #round: Promise<void> | undefined;
  #again = false;
  /** Models for which no miner had room in this round. Where one gets room, another round begins. */
  readonly #full = new Set<string>();
  /** The winners of tasks whose assignment is not stored yet. */
  readonly #drawn = new Map<LiveTask, Address>();

  constructor(deps: AssignerDeps) {
    this.#deps = deps;
    this.#ownPlace = new OwnPlace({ operator: deps.signer.address, log: deps.log });
  }

  /**
   * Goes through the queue. Call it when a task is queued or a miner has room. Rounds do not overlap.
   * @returns when nothing that could be assigned is left
   */
  run(): Promise<void> {
    this.#again = true;
    this.#round ??= this.#rounds().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  /** Resolves when no round is under way. */
  async idle(): Promise<void> {
    await this.#round;
  }

  async #rounds(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      this.#full.clear();
      const underWay = new Set<Promise<void>>();
      for (const task of this.#deps.board.queued()) {
        const assigning = this.#assignSafely(task).finally(() => underWay.delete(assigning));
        underWay.add(assigning);
        if (underWay.size >= MOST_AT_ONCE) await Promise.race(underWay);
        // A draw takes up to a millisecond, and many may wait. Sockets are served in between.
        await processSlice.pause();
      }
      await Promise.all(underWay);
    }
  }

  async #assignSafely(task: LiveTask): Promise<void> {
    try {
      await task.exclusive(() => this.#tryAssign(task));
    } catch (error) {
      // Its miner has room again, for the tasks behind it.
      this.#full.clear();
      this.#deps.log.error({ err: error, task: task.id }, 'could not assign a task');
    } finally {
      this.#drawn.delete(task);
    }
  }

  async #tryAssign(task: LiveTask): Promise<void> {
    const { network, signer, catalogue, roster, pool, transitions, nowMs, uptimeMs } = this.#deps;
    const leftMs = task.expiresAt - uptimeMs();
    if (task.status !== 'queued' || leftMs <= 0) return;
    task.isUndrawable = false;
    if (this.#full.has(task.request.model)) return;
    const hasRoomNow = this.#roomFor(task.request.model);
    // The draw takes a random word for each registered miner. Skip it when no miner is free.
    if (!pool.all().some(hasRoomNow)) {
      this.#full.add(task.request.model);
      return;
    }
    // Miners with a newer view would refuse the draw, each to its own harm.
    if (roster.health().tooOld) return;
    const drawn = await drawnWith(roster, task);
    if (!this.#ownPlace.mayDraw(task, drawn)) return;
    const { blockNumber, beacon, minedAt, miners } = drawn;
    const expiry = Math.min(
      Math.floor((nowMs() + leftMs) / 1_000),
      minedAt + roster.epochs.assignmentSeconds,
    );
    // The chain has stood still for so long that miners, and courts, would call its last draw old.
    if (expiry * 1_000 <= nowMs()) return;
    const failures = failuresAllowed(task, uptimeMs());
    const draw = drawMiner(beacon, task.id, miners, (node) => {
      const session = pool.of(node.operator);
      if (session === undefined || task.hasFailed(node.operator, failures) || task.excludes(node))
        return false;
      return hasRoomNow(session);
    });
    const model = catalogue.find(task.request.model);
    if (draw === undefined || model === undefined) return;
    const { winner, passed } = draw;
    this.#drawn.set(task, winner.operator);
    const unsigned = {
      taskId: task.id,
      coordinator: signer.address,
      miner: winner.operator,
      attempt: task.attempts.length,
      rosterBlock: blockNumber,
      beacon,
      passed: passed.map(({ operator }) => operator),
      unitPrice: model.unitPrice,
      expiry,
    };
    const assignment = await signAssignment(network, signer, unsigned);
    const total = miners.reduce((sum, { weight }) => sum + weight, 0n);
    await transitions.assign(task, {
      number: unsigned.attempt,
      miner: winner.operator,
      digest: assignmentDigest(network, unsigned),
      assignment,
      stakeShare: Number(winner.weight) / Number(total),
      startedAt: nowMs(),
    });
    this.#deps.announce(assignment);
  }

  /** A test for miners that can take a task of this model right now. */
  #roomFor(model: string): (session: MinerSession) => boolean {
    const { record } = this.#deps;
    const uptime = this.#deps.uptimeMs();
    const held = new Map<Address, Map<string, number>>();
    for (const other of this.#deps.board.all()) {
      const miner = other.open?.record.miner ?? this.#drawn.get(other);
      if (miner === undefined) continue;
      const own = held.get(miner) ?? new Map<string, number>();
      held.set(miner, own.set(other.request.model, (own.get(other.request.model) ?? 0) + 1));
    }
    return (session) => {
      const { operator, models } = session;
      const own = held.get(operator) ?? new Map<string, number>();
      const tasks = [...own.values()].reduce((sum, count) => sum + count, 0);
      return (
        isPresent(session, uptime) &&
        models.has(model) &&
        !record.isResting(operator, uptime) &&
        tasks < record.mostTasks(operator, uptime) &&
        hasRoom(own, model, models)
      );
    };
  }
}

/** A task is drawn once: all its attempts keep the epoch of the first. */
const drawnWith = (roster: DrawnRosters, { attempts: [first] }: LiveTask): Roster | Promise<Roster> =>
  first === undefined ? roster.epoch() : roster.at(first.assignment.rosterBlock);
