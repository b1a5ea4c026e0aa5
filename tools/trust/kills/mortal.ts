import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface MortalDeps {
  /** The process's module. */
  entry: URL;
  /** JSON in its first argument. */
  orders: object;
  /** What happens between its death and its next life: others may have died with it. */
  onDeath?: () => Promise<void>;
}

/** A process that may be killed at any moment, and is started again on what it had stored. */
export class Mortal<Ready> {
  readonly #deps: MortalDeps;
  #child: ChildProcess | undefined;
  #ready: Ready | undefined;
  #isStopping = false;
  /** Why it ended, where nobody killed it. */
  #failure: string | undefined;
  /** How often it was started. */
  starts = 0;

  constructor(deps: MortalDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.starts += 1;
    const child = fork(this.#deps.entry, [JSON.stringify(this.#deps.orders)], {
      execArgv: ['--import', 'tsx'],
    });
    this.#child = child;
    child.once('message', (ready) => {
      this.#ready = ready as Ready;
    });
    child.once('exit', (code, signal) => {
      this.#ready = undefined;
      if (!this.#isStopping) void this.#rise(signal ?? `exit ${code}`);
    });
  }

  /** What it said when it was ready. @throws Error while it is not, or once it has ended by itself */
  get ready(): Ready {
    if (this.#failure !== undefined) throw new Error(this.#failure);
    if (this.#ready === undefined) throw new Error('The process is not there.');
    return this.#ready;
  }

  /** Kills it, and it comes back. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Kills it for good. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async #rise(cause: string): Promise<void> {
    try {
      if (cause !== 'SIGKILL') throw new Error(`The process ended by itself: ${cause}.`);
      await this.#deps.onDeath?.();
      if (!this.#isStopping) this.start();
    } catch (error) {
      this.#failure = String(error);
    }
  }
}
