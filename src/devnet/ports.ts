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

/** A port that is free right now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
