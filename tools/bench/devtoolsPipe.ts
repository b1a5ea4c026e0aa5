import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { browserFlags, findBrowser } from '#devnet/browser/browser.ts';

/** How often `until` polls. */
const POLL_MS = 250;

/**
 * A browser controlled only by the DevTools protocol. Playwright adds flags that keep hidden tabs as quick as
 * visible ones, and gives every page the focus, so it does not show what a person's browser does to a hidden
 * tab.
 */
export interface DevtoolsBrowser {
  /** @throws Error when the browser answers with an error, or has exited */
  send<T = unknown>(method: string, params?: object, sessionId?: string): Promise<T>;
  /** Resident bytes of its largest process of a type (`renderer`, `GPU`). Linux only: it reads /proc. */
  resident(type: string): Promise<number>;
  /** Listens to an event of the browser. */
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
 * Launches a browser with `--remote-debugging-pipe`: messages go to file descriptor 3 and answers come from
 * 4, each ended by a zero byte.
 * @param profile folder of the browser's profile
 * @throws Error when no Chromium or Chrome is installed
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
    for (const { reject } of waiting.values()) reject(new Error('The browser has exited.'));
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

/** One tab, in which `evaluate` runs scripts. */
export class DevtoolsTab {
  readonly #browser: DevtoolsBrowser;
  readonly #session: string;
  readonly #target: string;

  private constructor(browser: DevtoolsBrowser, session: string, target: string) {
    this.#browser = browser;
    this.#session = session;
    this.#target = target;
  }

  /** Opens a tab in front of the others. */
  static async open(browser: DevtoolsBrowser, url: string): Promise<DevtoolsTab> {
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
    });
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    // With the runtime enabled a document has its script context as soon as `navigate` has answered.
    await browser.send('Runtime.enable', {}, sessionId);
    await browser.send('Page.navigate', { url }, sessionId);
    return new DevtoolsTab(browser, sessionId, targetId);
  }

  /** Evaluates an expression and awaits its value. @throws Error when it throws */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#browser.send<{
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, this.#session);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression is true. @throws Error after `limitMs` */
  async until(expression: string, limitMs: number): Promise<void> {
    for (
      const end = performance.now() + limitMs;
      !(await this.evaluate<boolean>(expression));
      await wait(POLL_MS)
    ) {
      if (performance.now() > end)
        throw new Error(`After ${limitMs / 1_000} s this is still false: ${expression}`);
    }
  }

  /** Brings it to the front. */
  async show(): Promise<void> {
    await this.#browser.send('Target.activateTarget', { targetId: this.#target });
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }

  /** The next worker that this tab starts. */
  async nextWorker(): Promise<DevtoolsTab> {
    const started = new Promise<string>((resolve) =>
      this.#browser.on('Target.attachedToTarget', ({ sessionId }) => resolve(sessionId as string)),
    );
    const params = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await this.#browser.send('Target.setAutoAttach', params, this.#session);
    return new DevtoolsTab(this.#browser, await started, this.#target);
  }

  /** Bytes of this page's or worker's heap: objects and the buffers that they hold. */
  async heap(): Promise<number> {
    const { usedSize, backingStorageSize } = await this.#browser.send<{
      usedSize: number;
      backingStorageSize: number;
    }>('Runtime.getHeapUsage', {}, this.#session);
    return usedSize + backingStorageSize;
  }
}
