import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A port that another program holds. */
export class PortBusyError extends Error {
  override readonly name = 'PortBusyError';
  readonly code = 'PORT_BUSY';

  constructor(what: string, port: number, option: string) {
    super(
      `Port ${port}, needed for ${what}, is in use. Stop the program that uses it, or choose another port with ${option} N.`,
    );
  }
}

/** @throws PortBusyError when another program listens on it at the loopback address */
export async function demandFreePort(what: string, port: number, option: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new PortBusyError(what, port, option)
          : error,
      );
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

/**
 * Where free ports are taken from: below 32768, where Linux, macOS and Windows choose none for outgoing
 * connections. One of those could take the port before its server listens, or while it starts again.
 */
const FREE_PORTS = { from: 20_000, below: 32_000 };
/** Each of them busy: then something else is wrong. */
const MOST_TRIES = 100;
const given = new Set<number>();

/** A port that is free right now, another one at each call of this process. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = randomInt(FREE_PORTS.from, FREE_PORTS.below);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`Of ports ${FREE_PORTS.from} to ${FREE_PORTS.below}, ${MOST_TRIES} were busy.`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
