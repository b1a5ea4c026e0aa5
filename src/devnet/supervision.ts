import type { ChildProcess } from 'node:child_process';

/** Restarts of the coordinator within RESTART_WINDOW_MS; one more means that it cannot run. */
const MOST_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;

export interface SupervisionDeps {
  chain: ChildProcess;
  coordinator: ChildProcess;
  /** Starts the coordinator again. */
  restart(): Promise<ChildProcess>;
  say(sentence: string): void;
  nowMs(): number;
}

/**
 * Watches the devnet's processes. A coordinator that ends is started again, with its data; without its chain,
 * or with a coordinator that ends again and again, the devnet is over.
 */
export class Supervision {
  readonly #deps: SupervisionDeps;
  readonly #restarts: number[] = [];
  #isStopped = false;
  #fail: (sentence: string) => void = () => undefined;
  /** Resolves with the reason when the devnet cannot go on. */
  readonly failed = new Promise<string>((resolve) => {
    this.#fail = resolve;
  });

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
    onExit(deps.chain, () =>
      this.#fail('The chain ended, so nothing works any more. Start again with npm start.'),
    );
    onExit(deps.coordinator, () => void this.#restart());
  }

  /** Lets the processes end. */
  stop(): void {
    this.#isStopped = true;
  }

  async #restart(): Promise<void> {
    if (this.#isStopped) return;
    const { restart, say, nowMs } = this.#deps;
    const now = nowMs();
    while (this.#restarts.length > 0 && now - this.#restarts[0]! >= RESTART_WINDOW_MS) this.#restarts.shift();
    if (this.#restarts.length >= MOST_RESTARTS) {
      return this.#fail('The coordinator keeps ending; coordinator.log in the data folder says why.');
    }
    this.#restarts.push(now);
    say('The coordinator ended; starting it again. Its log is in the data folder.');
    try {
      const process = await restart();
      say('The coordinator is back.');
      onExit(process, () => void this.#restart());
    } catch (error) {
      if (!this.#isStopped) this.#fail(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Calls back when a process ends, even if it has ended before. */
function onExit(process: ChildProcess, listener: () => void): void {
  if (process.exitCode !== null || process.signalCode !== null) listener();
  else process.once('exit', listener);
}
