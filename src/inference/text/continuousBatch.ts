import type { DecoderSession, Sequence, SequenceBatch } from '#inference/decoder/decoderSession.ts';
import { InferenceError, throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import { PromptCache } from '#inference/text/promptCache.ts';
import { requireFinite } from '#inference/runtime/runtime.ts';
import { Speculation } from '#inference/text/speculation.ts';
import type { TextAnswer } from '#inference/text/textAnswer.ts';

/** What grows: it is given logits and gives the next token, undefined when it has ended. */
export type Answer = Pick<TextAnswer, 'mostTokens' | 'draw' | 'next'>;

export interface AnswerTimes {
  /** Tokens of the prompt that were known from an earlier answer. */
  readonly reusedTokens: number;
  /** Milliseconds from the prompt's first run to its last one's end, and from there to the answer's end. */
  readonly prefillMs: number;
  readonly decodeMs: number;
  /** Milliseconds of runs: the prompt's own, and of those that several answers shared, a share. */
  readonly computeMs: number;
}

export interface BatchLimits {
  /** Answers that grow together, if the session can join them. */
  readonly rows?: number;
  /** Bytes of key-value cache that several answers may come to take together; one alone takes what it needs. */
  readonly bytes?: number;
  /** Tokens of a prompt that are computed in one go. */
  readonly chunk?: number;
  /** Bytes of a finished answer's cache that are kept for the conversation's next turn. */
  readonly keptBytes?: number;
}

/** A decode step costs about as much for a few rows as for one, while it waits for memory rather than arithmetic. */
export const MAX_ROWS = 4;
/** As much again as a finished answer may keep: a phone's GPU has a few times both. */
const BATCH_BYTES = 256 * 1024 * 1024;
/** Enough tokens to fill a GPU, few enough that it is free again, for the screen as well, in a blink. */
const PROMPT_CHUNK = 256;

/** An answer on its way through the batch. */
interface Member {
  readonly prompt: readonly number[];
  /** The prompt and what was answered so far. */
  readonly tokens: number[];
  readonly answer: Answer;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (times: AnswerTimes) => void;
  readonly reject: (error: unknown) => void;
  /** The token to feed next; undefined when the answer has ended. */
  token: number | undefined;
  /** Why it ends without an answer. */
  error: unknown;
  reusedTokens: number;
  started: number;
  prefilled: number;
  computeMs: number;
}

/**
 * Grows several answers of one model together ("continuous batching"): a prompt is computed by itself, piece by piece
 * between the others' tokens; then its answer gets a token with each run that all share, until it ends and leaves. An
 * answer that grows alone gets several where guesses of them are right.
 */
export class ContinuousBatch {
  readonly #session: DecoderSession;
  readonly #cache: PromptCache;
  readonly #speculation: Speculation;
  readonly #bytes: number;
  readonly #chunk: number;
  #rows: number;
  readonly #waiting: Member[] = [];
  #joining: { member: Member; sequence: Sequence } | undefined;
  #members: Member[] = [];
  /** All that wait no more and are not settled. */
  readonly #begun = new Set<Member>();
  #batch: SequenceBatch | undefined;
  /** Rows of the batch that are nobody's. */
  #fillers = 0;
  #running = false;

  constructor(session: DecoderSession, limits: BatchLimits = {}) {
    const { rows = MAX_ROWS, bytes = BATCH_BYTES, chunk = PROMPT_CHUNK, keptBytes } = limits;
    this.#session = session;
    this.#cache = new PromptCache(session, keptBytes);
    this.#speculation = new Speculation(session.times);
    this.#bytes = bytes;
    this.#chunk = chunk;
    this.#rows = session.joins ? rows : 1;
  }

  /** How many answers may grow together. */
  get rows(): number {
    return this.#rows;
  }

  /** Never more than one from now on: the back end was found to compute several otherwise than each alone. */
  separate(): void {
    this.#rows = 1;
  }

  /** Lets an answer that grows alone have guesses checked in runs of these many tokens, and its runs begun ahead. */
  speculate(widths: readonly number[], runsAhead = false): void {
    this.#speculation.allow(widths, runsAhead);
  }

  /** Grows an answer to its end. @throws InferenceError CANCELLED, NOT_FINITE; whatever the runtime throws */
  grow(prompt: readonly number[], answer: Answer, signal?: AbortSignal): Promise<AnswerTimes> {
    return new Promise((resolve, reject) => {
      const times = { reusedTokens: 0, started: 0, prefilled: 0, computeMs: 0 };
      const member = {
        prompt,
        tokens: [...prompt],
        answer,
        signal,
        resolve,
        reject,
        token: undefined,
        error: undefined,
      };
      this.#waiting.push({ ...member, ...times });
      if (!this.#running) void this.#run();
    });
  }

  /** Gives back what is kept between answers; none may be growing. */
  dispose(): void {
    this.#cache.dispose();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0 || this.#joining !== undefined || this.#members.length > 0) {
      try {
        this.#dropCancelled();
        this.#admit();
        if (this.#joining !== undefined) await this.#prefill(this.#joining);
        if (this.#members.length > 0) await this.#step(this.#batch!);
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#running = false;
  }

  /** Those that wait or still read their prompt; the others are asked after each of their tokens. */
  #dropCancelled(): void {
    for (const member of this.#waiting.splice(0)) {
      if (member.signal?.aborted) member.reject(cancelled());
      else this.#waiting.push(member);
    }
    if (!this.#joining?.member.signal?.aborted) return;
    const { member, sequence } = this.#joining;
    this.#joining = undefined;
    member.error = cancelled();
    this.#leave(member, sequence);
  }

  #admit(): void {
    const [next] = this.#waiting;
    if (this.#joining !== undefined || next === undefined || !this.#hasRoom(next)) return;
    this.#waiting.shift();
    this.#begun.add(next);
    next.started = performance.now();
    const sequence = this.#cache.take(next.prompt);
    next.reusedTokens = sequence.tokens.length;
    this.#joining = { member: next, sequence };
  }

  #hasRoom(next: Member): boolean {
    const members = [...this.#members, next];
    return members.length === 1 || (members.length <= this.#rows && this.#fits(members.length, members));
  }

  /** Joined rows are as wide as the longest. */
  #fits(rows: number, members: readonly Member[]): boolean {
    const width = Math.max(...members.map(({ prompt, answer }) => prompt.length + answer.mostTokens));
    return rows * width * this.#session.bytesAToken <= this.#bytes;
  }

  /** Rows to run with them that nobody reads, where a full run is the quicker one. */
  #fillersFor(members: readonly Member[]): number {
    const count = members.length;
    if (count <= 1 || count >= this.#rows || !this.#fits(this.#rows, members)) return 0;
    const alone = this.#speculation.runTime(members.map(({ answer }) => answer.draw));
    // What was never run alone is, so that it is known.
    const quicker = alone < Infinity && this.#session.times.of(this.#rows) < alone;
    return quicker ? this.#rows - count : 0;
  }

  /** Computes the next piece of a prompt; after the last one its answer joins. */
  async #prefill({ member, sequence }: { member: Member; sequence: Sequence }): Promise<void> {
    const rest = member.prompt.slice(sequence.tokens.length);
    const started = performance.now();
    try {
      if (rest.length > this.#chunk) {
        await sequence.feed(rest.slice(0, this.#chunk));
        member.computeMs += performance.now() - started;
        return;
      }
      const logits = await sequence.append(rest);
      member.prefilled = performance.now();
      member.computeMs += member.prefilled - started;
      this.#joining = undefined;
      choose(member, logits);
    } catch (error) {
      this.#joining = undefined;
      member.error = error;
    }
    if (goesOn(member)) this.#regroup({ member, sequence });
    else this.#leave(member, sequence);
  }

  /** One run, one token more for every answer, or some for the only one. */
  async #step(batch: SequenceBatch): Promise<void> {
    if (this.#members.length === 1) await this.#stepAlone(batch, this.#members[0]!);
    else await this.#stepTogether(batch);
    // The first run of so many rows tells how long they take without fillers.
    const wantsFillers = this.#fillers === 0 && this.#fillersFor(this.#members) > 0;
    if (wantsFillers || !this.#members.every(goesOn)) this.#regroup();
  }

  async #stepTogether(batch: SequenceBatch): Promise<void> {
    const started = performance.now();
    const fillers = new Array<number[]>(this.#fillers).fill([0]);
    const draws = this.#members.map(({ answer }) => answer.draw);
    const ahead = this.#fillers === 0 && this.#speculation.goesAhead(draws) ? draws : undefined;
    const rows = await batch.append([...this.#members.map(({ token }) => [token!]), ...fillers], ahead);
    const share = (performance.now() - started) / this.#members.length;
    for (const [at, member] of this.#members.entries()) {
      member.computeMs += share;
      choose(member, rows[at]![0]!);
    }
  }

  async #stepAlone(batch: SequenceBatch, member: Member): Promise<void> {
    const room = this.#session.context - member.tokens.length + 1;
    const run = this.#speculation.plan(member.tokens, room, member.answer.draw, batch.begun([member.token!]));
    const known = member.tokens.length;
    const started = performance.now();
    const [rows] = await batch.append([run.tokens], run.ahead && [run.ahead]);
    member.computeMs += performance.now() - started;
    let read = 0;
    do choose(member, rows![read++]!);
    while (goesOn(member) && member.token === run.tokens[read]);
    batch.takeBack(run.tokens.length - read);
    this.#speculation.judge(run, member.tokens.slice(known));
  }

  /** Lets those go that have ended, and one more in. */
  #regroup(arriving?: { member: Member; sequence: Sequence }): void {
    const sequences = this.#batch?.split() ?? [];
    this.#batch = undefined;
    const all = this.#members.map((member, at) => ({ member, sequence: sequences[at]! }));
    if (arriving) all.push(arriving);
    const fillers = sequences.slice(this.#members.length);
    const staying = all.filter(({ member }) => goesOn(member));
    this.#members = staying.map(({ member }) => member);
    for (const { member, sequence } of all) if (!goesOn(member)) this.#leave(member, sequence);
    for (const filler of fillers) filler.dispose();
    this.#fillers = this.#fillersFor(this.#members);
    const rows = staying.map(({ sequence }) => sequence);
    for (let row = 0; row < this.#fillers; row++) rows.push(this.#session.sequence());
    if (rows.length > 0) this.#batch = this.#session.join(rows);
  }

  /** Gives an answer's cache back and settles it. An error while the cache is given back is this answer's alone. */
  #leave(member: Member, sequence: Sequence): void {
    this.#begun.delete(member);
    try {
      // Between two runs the cache is whole; after a failed run its content is unknown.
      if (member.error === undefined || isCancelled(member.error)) this.#cache.give(sequence);
      else sequence.dispose();
    } catch (error) {
      member.error ??= error;
    }
    const { error, reusedTokens, started, prefilled, computeMs } = member;
    if (error !== undefined) return member.reject(error);
    this.#speculation.remember(member.tokens.slice(member.prompt.length));
    const [prefillMs, decodeMs] = [prefilled - started, performance.now() - prefilled];
    member.resolve({ reusedTokens, prefillMs, decodeMs, computeMs });
  }

  /** A run that all shared failed, or the GPU's memory: what was under way is lost. */
  #fail(error: unknown): void {
    for (const member of this.#begun) member.reject(error);
    this.#begun.clear();
    this.#members = [];
    const caches = [this.#batch, this.#joining?.sequence];
    [this.#batch, this.#joining] = [undefined, undefined];
    for (const cache of caches) {
      try {
        cache?.dispose();
      } catch {
        // Its answers have failed already, with the first error.
      }
    }
  }
}

/** Has the answer take its next token. What is wrong with it is its own, not the others'. */
function choose(member: Member, logits: Float32Array): void {
  try {
    throwIfCancelled(member.signal);
    member.token = member.answer.next(requireFinite(logits));
    if (member.token !== undefined) member.tokens.push(member.token);
  } catch (error) {
    member.error = error;
  }
}

const goesOn = ({ token, error }: Member) => error === undefined && token !== undefined;
const cancelled = () => new InferenceError('CANCELLED', 'The task was cancelled.');
const isCancelled = (error: unknown) => error instanceof InferenceError && error.code === 'CANCELLED';
