import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { browserFlags, findBrowser } from '#devnet/browser/browser.ts';

/** How often `until` looks, in ms. */
const LOOK_MS = 250;

/**
 * A browser under the DevTools protocol and nothing else. Playwright starts one with flags that keep hidden
 * tabs as quick as visible ones, and tells every page that it has the focus: what a person's browser does to
 * a hidden tab is not seen there.
 */
export interface DevtoolsBrowser {
  /** @throws Error what the browser answers instead of a result, or once it is gone */
  send<T = unknown>(method: string, params?: object, sessionId?: string): Promise<T>;
  /** Resident bytes of its largest process of a type (`renderer`, `GPU`); only Linux tells, in /proc. */
  resident(type: string): Promise<number>;
  /** Tells what the browser says unasked. */
  on(method: string, listener: (params: Record<string, unknown>) => void): void;
  close(): Promise<void>;
}

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { message: string };
}

/**
 * Messages go to file descriptor 3, answers come from 4, each ended by a zero byte
 * (`--remote-debugging-pipe`).
 * @param profile folder of the browser's profile
 * @throws Error where there is no Chromium or Chrome
 */
export function launchWithPipe(profile: string): DevtoolsBrowser {
  const executable = findBrowser();
  if (executable === undefined) throw new Error('No Chromium or Chrome was found.');
  const args = [
    '--remote-debugging-pipe',
    '--headless=new',
    `--user-data-dir=${profile}`,
    ...browserFlags(),
    'about:blank',
  ];
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, (params: Record<string, unknown>) => void>();
  let last = 0;
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop()!;
    for (const { id, result, error, method, params } of messages.map(
      (message) => JSON.parse(message) as Message,
    )) {
      if (method !== undefined) listeners.get(method)?.(params ?? {});
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
  const send = <T>(method: string, params: object = {}, sessionId?: string) =>
    new Promise<T>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
  return {
    send,
    resident: async (type) => {
      const { processInfo } = await send<{ processInfo: { type: string; id: number }[] }>(
        'SystemInfo.getProcessInfo',
      );
      const processes = processInfo.filter((each) => each.type === type);
      return Math.max(...(await Promise.all(processes.map(({ id }) => residentBytes(id)))));
    },
    on: (method, listener) => void listeners.set(method, listener),
    close: async () => {
      child.kill();
      await gone;
    },
  };
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

/** One tab: scripts are run in it by `evaluate`. */
export class DevtoolsTab {
  readonly #browser: DevtoolsBrowser;
  readonly #session: string;
  readonly #target: string;

  private constructor(browser: DevtoolsBrowser, session: string, target: string) {
    this.#browser = browser;
    this.#session = session;
    this.#target = target;
  }

  /** Opens a tab in front of those there are. */
  static async open(browser: DevtoolsBrowser, url: string): Promise<DevtoolsTab> {
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', { url });
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return new DevtoolsTab(browser, sessionId, targetId);
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

  /** @throws Error when an expression has not become true within so many ms */
  async until(expression: string, limitMs: number): Promise<void> {
    for (
      const end = performance.now() + limitMs;
      !(await this.evaluate<boolean>(expression));
      await wait(LOOK_MS)
    ) {
      if (performance.now() > end)
        throw new Error(`After ${limitMs / 1_000} s it does not hold that ${expression}.`);
    }
  }

  /** Puts it in front of the others. */
  async show(): Promise<void> {
    await this.#browser.send('Target.activateTarget', { targetId: this.#target });
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }

  /** The next worker of this tab that starts, as a tab. */
  async nextWorker(): Promise<DevtoolsTab> {
    const started = new Promise<string>((resolve) =>
      this.#browser.on('Target.attachedToTarget', ({ sessionId }) => resolve(sessionId as string)),
    );
    const params = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await this.#browser.send('Target.setAutoAttach', params, this.#session);
    return new DevtoolsTab(this.#browser, await started, this.#target);
  }

  /** Bytes of this page's or worker's own memory: objects, and the buffers that they hold. */
  async heap(): Promise<number> {
    const { usedSize, backingStorageSize } = await this.#browser.send<{
      usedSize: number;
      backingStorageSize: number;
    }>('Runtime.getHeapUsage', {}, this.#session);
    return usedSize + backingStorageSize;
  }
}
