import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';

/** What one waiting text takes up, and for whom. */
export interface Waiting {
  readonly client: string;
  /** UTF-16 units of the text. */
  readonly characters: number;
}

/** The most that may wait: of everyone together, and of one client. */
export interface QueueLimits {
  readonly jobs: number;
  readonly characters: number;
  readonly clientJobs: number;
  readonly clientCharacters: number;
}

/** A bounded queue in which clients take turns: one that sends much waits for itself. */
export class FairQueue<T extends Waiting> {
  readonly #limits: QueueLimits;
  /** What waits of each client, in order. The client whose turn is next is the first. */
  readonly #byClient = new Map<string, T[]>();

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#byClient.size === 0;
  }

  /** @throws TokenizerError too_many_prompts, prompt_queue_full */
  add(entry: T): void {
    const { jobs, characters, clientJobs, clientCharacters } = this.#limits;
    const own = this.#byClient.get(entry.client) ?? [];
    if (!fits(own, entry, clientJobs, clientCharacters)) throw new TokenizerError('too_many_prompts');
    const all = [...this.#byClient.values()].flat();
    if (!fits(all, entry, jobs, characters)) throw new TokenizerError('prompt_queue_full');
    this.#byClient.set(entry.client, [...own, entry]);
  }

  /** Takes out the first entry of the client whose turn it is. */
  next(): T | undefined {
    const entry = this.#byClient.values().next().value?.[0];
    if (entry === undefined) return undefined;
    const rest = this.#byClient.get(entry.client)!.slice(1);
    // Set again, so that the client comes last.
    this.#byClient.delete(entry.client);
    if (rest.length > 0) this.#byClient.set(entry.client, rest);
    return entry;
  }

  /** Takes out an entry before its turn. */
  remove(entry: T): void {
    const rest = this.#byClient.get(entry.client)?.filter((each) => each !== entry) ?? [];
    if (rest.length > 0) this.#byClient.set(entry.client, rest);
    else this.#byClient.delete(entry.client);
  }
}

function fits(waiting: readonly Waiting[], entry: Waiting, jobs: number, characters: number): boolean {
  const sum = waiting.reduce((total, each) => total + each.characters, entry.characters);
  return waiting.length < jobs && sum <= characters;
}
