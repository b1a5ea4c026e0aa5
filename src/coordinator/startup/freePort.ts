import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartupError } from '#coordinator/startup/startupError.ts';

/**
 * Checks that a port is free before opening anything that a second start must not touch.
 * @throws StartupError PORT_BUSY
 */
export async function expectFreePort(host: string, port: number, setting: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (cause) {
    throw new StartupError(
      'PORT_BUSY',
      `Port ${port} on ${host} is not available: stop what uses it, or set ${setting}.`,
      {
        cause,
      },
    );
  }
  probe.close();
  await once(probe, 'close');
}
