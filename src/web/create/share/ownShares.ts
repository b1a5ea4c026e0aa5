import { z } from 'zod';
import { type KeptValue, keptValue } from '#web/storage/keptValue.ts';

/** Shares that are remembered; the gallery keeps fewer results. */
const MOST = 200;

const sharesSchema = z.array(z.object({ taskId: z.string(), until: z.number() })).max(MOST);
type Shares = z.output<typeof sharesSchema>;

/**
 * Which results this browser has made public, and until when, in Unix seconds. They are kept beside the
 * gallery, as a result in it is written anew whenever its audit gets on.
 */
export class OwnShares {
  readonly #kept: KeptValue<Shares>;

  constructor(open: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = () => localStorage) {
    this.#kept = keptValue(open, 'cuckoo.shares', sharesSchema);
  }

  /** @returns undefined for a result that is not public, or not any more */
  untilOf(taskId: string, nowSeconds: number): number | undefined {
    return this.#all().find((share) => share.taskId === taskId && share.until > nowSeconds)?.until;
  }

  note(taskId: string, until: number): void {
    this.#kept.write([{ taskId, until }, ...this.#others(taskId)].slice(0, MOST));
  }

  forget(taskId: string): void {
    this.#kept.write(this.#others(taskId));
  }

  #others(taskId: string): Shares {
    return this.#all().filter((share) => share.taskId !== taskId);
  }

  #all(): Shares {
    return this.#kept.read() ?? [];
  }
}
