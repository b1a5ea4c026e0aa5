import type { Address, Hex } from 'viem';
import type { Assignment } from '#protocol/signed/assignment.ts';

/** So long must this tab have been connected and without work, in ms, to count as free. */
export const FREE_FOR_MS = 60_000;
/** So long may a coordinator pass over a tab that failed, refused or lost a task, in ms. */
export const TROUBLE_MS = 3_600_000;
/** Tasks that are remembered as counted: all attempts at one are one case. */
const COUNTED_REMEMBERED = 1_024;

/** What is known of this tab at a coordinator. */
export interface Presence {
  /** Since when it is connected, in ms of `uptimeMs`; undefined while it is not. */
  connectedSince: number | undefined;
  /** When it last refused, failed or lost a task of this coordinator. */
  troubleAt: number | undefined;
  /** The prices of the models of which it takes tasks, in wei per unit. */
  prices: readonly bigint[];
}

export interface PresenceWatchDeps {
  miner: Address;
  /** Undefined for a coordinator that is not served. */
  presenceAt(coordinator: Address): Presence | undefined;
  /** Since when it has no task of anybody, in ms of `uptimeMs`; undefined while it has one. */
  idleSince(): number | undefined;
  onTask(coordinator: Address, isGiven: boolean): void;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * Counts the tasks that this tab was given, and those for which it was passed over although it was there,
 * free, and takes tasks of a model at that price. Only the tab itself knows that it was there.
 */
export class PresenceWatch {
  readonly #deps: PresenceWatchDeps;
  readonly #counted = new Set<Hex>();

  constructor(deps: PresenceWatchDeps) {
    this.#deps = deps;
  }

  /** An assignment that its coordinator has signed. */
  see({ taskId, coordinator, miner: winner, passed, unitPrice }: Assignment): void {
    const { miner, onTask } = this.#deps;
    const isGiven = winner === miner;
    if (this.#counted.has(taskId) || !(isGiven || passed.includes(miner))) return;
    if (!isGiven && !this.#isFree(coordinator, unitPrice)) return;
    this.#counted.add(taskId);
    if (this.#counted.size > COUNTED_REMEMBERED) this.#counted.delete(this.#counted.values().next().value!);
    onTask(coordinator, isGiven);
  }

  #isFree(coordinator: Address, unitPrice: bigint): boolean {
    const { presenceAt, idleSince, uptimeMs } = this.#deps;
    const presence = presenceAt(coordinator);
    const now = uptimeMs();
    const isLong = (since: number | undefined) => since !== undefined && now - since >= FREE_FOR_MS;
    if (presence === undefined || !isLong(presence.connectedSince) || !isLong(idleSince())) return false;
    const { troubleAt, prices } = presence;
    return (troubleAt === undefined || now - troubleAt >= TROUBLE_MS) && prices.includes(unitPrice);
  }
}
