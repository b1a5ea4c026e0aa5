import { expose } from 'comlink';

/** A worker as its page sees it, with a message channel in place of the thread. */
export class FakeWorker extends EventTarget {
  readonly #inside: MessagePort;
  readonly #outside: MessagePort;
  terminated = false;

  /** @param api what the worker exposes */
  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#inside, this.#outside] = [port1, port2];
    expose(api, this.#inside as never);
    this.#outside.onmessage = ({ data }) => this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#outside.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#outside.close();
  }

  /** An error that nothing in the worker caught. @returns whether the page left it to the browser */
  crash(message: string): boolean {
    return this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}
