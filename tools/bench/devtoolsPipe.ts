import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/**
 * A browser under the DevTools protocol and nothing else. Playwright starts one with flags that keep hidden tabs as quick
 * as visible ones, and tells every page that it has the focus: what a person's browser does to a hidden tab is not seen
 * there.
 */
export interface DevtoolsBrowser {
  /** @throws Error what the browser answers instead of a result, or once it is gone */
  send<T = unknown>(method: string, params?: object, sessionId?: string): Promise<T>;
  close(): Promise<void>;
}

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** Messages go to file descriptor 3, answers come from 4, each ended by a zero byte (`--remote-debugging-pipe`). */
export function launchWithPipe(executable: string, args: readonly string[]): DevtoolsBrowser {
  const child = spawn(executable, ['--remote-debugging-pipe', ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop()!;
    for (const { id, result, error } of messages.map((message) => JSON.parse(message) as Answer)) {
      const call = id === undefined ? undefined : waiting.get(id);
      if (call === undefined) continue;
      waiting.delete(id!);
      if (error) call.reject(new Error(error.message));
      else call.resolve(result);
    }
  });
  const gone = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The browser has ended.'));
  });
  return {
    send: <T>(method: string, params: object = {}, sessionId?: string) =>
      new Promise<T>((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
    close: async () => {
      child.kill();
      await gone;
    },
  };
}

/** One tab: scripts are run in it by `evaluate`. */
export class DevtoolsTab {
  readonly #browser: DevtoolsBrowser;
  readonly #session: string;

  private constructor(browser: DevtoolsBrowser, session: string) {
    this.#browser = browser;
    this.#session = session;
  }

  static async attach(browser: DevtoolsBrowser, targetId: string): Promise<DevtoolsTab> {
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    return new DevtoolsTab(browser, sessionId);
  }

  /** What an expression comes to, promises awaited. @throws Error what it threw */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#browser.send<{
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, this.#session);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Bytes of the page's own JavaScript heap that are in use. */
  async heap(): Promise<number> {
    return (await this.#browser.send<{ usedSize: number }>('Runtime.getHeapUsage', {}, this.#session)).usedSize;
  }
}
