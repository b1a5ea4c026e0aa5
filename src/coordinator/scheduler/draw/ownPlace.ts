import type { Logger } from 'pino';
import type { Address } from 'viem';
import type { Roster } from '#chain/roster.ts';
import { isListed } from '#protocol/draw/isListed.ts';

/** A task as far as its draw concerns it. */
interface DrawnTask {
  readonly attempts: readonly unknown[];
  /** The roster that draws it lacks this coordinator. */
  isUndrawable: boolean;
}

/**
 * Decides with which rosters this coordinator may draw: those that list its own key. It is not in the newest
 * epoch's for about a minute after it has registered or has a new key, and while it is in jail. What it drew
 * then every honest tab would refuse, and the task would lose an attempt for each of them.
 */
export class OwnPlace {
  readonly #operator: Address;
  readonly #log: Logger;
  /** The log has the reason for which tasks wait now. */
  #isTold = false;

  constructor({ operator, log }: { operator: Address; log: Logger }) {
    this.#operator = operator;
    this.#log = log;
  }

  /** Whether it may draw this task with this roster. Tells the task, and the log once while tasks wait. */
  mayDraw(task: DrawnTask, roster: Roster): boolean {
    const listed = isListed(roster.coordinators, this.#operator);
    task.isUndrawable = !listed;
    // Later attempts keep the epoch of the first, which may be another key's and says nothing of now.
    if (task.attempts.length > 0) return listed;
    if (!listed && !this.#isTold)
      this.#log.warn(
        { rosterBlock: roster.blockNumber },
        'tasks wait: this coordinator has no stake in the roster of the newest epoch. That takes about a ' +
          'minute after its key is registered or replaced; it also happens in jail, and without enough of a bond',
      );
    this.#isTold = !listed;
    return listed;
  }
}
