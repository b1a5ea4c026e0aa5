import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type LockClient, type LockPool, ServerLock } from '#coordinator/store/serverLock.ts';

/** A server with one lock, whose connections a test breaks. */
class Server implements LockPool {
  holder: Client | undefined;
  isAway = false;
  readonly clients: Client[] = [];

  async connect(): Promise<Client> {
    if (this.isAway) throw new Error('no server');
    const client = new Client(this);
    this.clients.push(client);
    return client;
  }
}

class Client extends EventEmitter implements LockClient {
  readonly #server: Server;
  released: boolean | undefined;

  constructor(server: Server) {
    super();
    this.#server = server;
  }

  async query(): Promise<{ rows: { taken: boolean }[] }> {
    if (this.#server.isAway) throw new Error('no server');
    this.#server.holder ??= this;
    return { rows: [{ taken: this.#server.holder === this }] };
  }

  release(destroy: boolean): void {
    if (this.released !== undefined) throw new Error('released twice');
    this.released = destroy;
    if (destroy && this.#server.holder === this) this.#server.holder = undefined;
  }

  /** Emits an unhandled error, unless somebody listens, which would end the process. */
  cut(): void {
    this.emit('error', new Error('connection cut'));
  }
}

let server: Server;
const onError = vi.fn();
const onLost = vi.fn();
const lockOf = (patienceMs = 60_000) => new ServerLock(server, { onError, onLost, retryMs: 1, patienceMs });

beforeEach(() => {
  server = new Server();
  onError.mockClear();
  onLost.mockClear();
});

describe('ServerLock', () => {
  it('is free once, and again after it was released', async () => {
    const [first, second] = [lockOf(), lockOf()];
    expect([await first.take(), await second.take()]).toEqual([true, false]);
    first.release();
    expect(await second.take()).toBe(true);
  });

  it('gives the connection back to the pool when the lock is not free', async () => {
    await lockOf().take();
    await lockOf().take();
    expect(server.clients.map(({ released }) => released)).toEqual([undefined, false]);
  });

  it('is taken again when its connection breaks, once the server is back', async () => {
    const lock = lockOf();
    await lock.take();
    server.isAway = true;
    server.clients[0]!.cut();
    await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(2));
    server.isAway = false;
    await vi.waitFor(() => expect(server.holder).toBe(server.clients[1]));
    expect([server.clients[0]!.released, onLost.mock.calls.length]).toEqual([true, 0]);
  });

  it('waits for a server that still holds it for the dead connection', async () => {
    const lock = lockOf();
    await lock.take();
    const [dead] = server.clients;
    server.holder = new Client(server);
    dead!.cut();
    await vi.waitFor(() => expect(server.clients.length).toBeGreaterThan(3));
    expect(onLost).not.toHaveBeenCalled();
    server.holder = undefined;
    await vi.waitFor(() => expect(server.holder).toBe(server.clients.at(-1)));
  });

  it('counts its patience from the last time that the server answered', async () => {
    const lock = lockOf(200);
    await lock.take();
    server.holder = new Client(server);
    server.clients[0]!.cut();
    await vi.waitFor(() => expect(server.clients.length).toBeGreaterThan(3));
    server.isAway = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
    server.holder = undefined;
    server.isAway = false;
    await vi.waitFor(() => expect(server.holder).toBe(server.clients.at(-1)));
    expect(onLost).not.toHaveBeenCalled();
  });

  it('is lost when another coordinator keeps it', async () => {
    const lock = lockOf(20);
    await lock.take();
    server.holder = new Client(server);
    server.clients[0]!.cut();
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(1));
  });

  it('is not taken again after it was released', async () => {
    const lock = lockOf(20);
    await lock.take();
    server.isAway = true;
    server.clients[0]!.cut();
    lock.release();
    server.isAway = false;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([server.holder, onLost.mock.calls.length]).toEqual([undefined, 0]);
  });

  it('keeps its lock when a connection breaks that does not hold it', async () => {
    const lock = lockOf();
    const other = new Client(server);
    server.holder = other;
    expect(await lock.take()).toBe(false);
    server.holder = undefined;
    expect(await lock.take()).toBe(true);
    server.clients[0]!.cut();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([server.holder, server.clients.length]).toEqual([server.clients[1], 2]);
  });

  it('fails when the server does not answer', async () => {
    server.isAway = true;
    await expect(lockOf().take()).rejects.toThrow('no server');
  });
});
