import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { KillPoint } from '#tools/trust/kills/killPoints.ts';

type Moment = Pick<KillPoint, 'step' | 'side'>;

/** What happened so far, in a file that outlives whoever is killed: a line a step, with its time in ms. */
export class Journal {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** A step is about to be taken, or was taken. */
  note(point: Moment): void {
    this.#write(nameOf(point));
  }

  /** Somebody is killed now. */
  noteKill(point: KillPoint): void {
    this.#write(`killed ${nameOf(point)}`);
  }

  has(point: Moment): boolean {
    return this.#lines().includes(nameOf(point));
  }

  /** Where somebody was killed, in this order. */
  kills(): string[] {
    return this.#lines()
      .filter((line) => line.startsWith('killed '))
      .map((line) => line.slice('killed '.length));
  }

  #write(line: string): void {
    appendFileSync(this.#file, `${line}\t${Date.now()}\n`);
  }

  #lines(): string[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[0]!);
  }
}

/** A kill point as the journal names it. */
export const nameOf = ({ step, side }: Moment): string => `${side} ${step}`;
