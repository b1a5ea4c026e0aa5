import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { demandFreePort, freePort } from '#devnet/ports.ts';

/** The first port that Linux gives to an outgoing connection; macOS and Windows begin later. */
const FIRST_OUTGOING = 32_768;

it('gives ports that are free, each once, and none that an outgoing connection may take', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  expect(new Set(ports).size).toBe(ports.length);
  expect(Math.max(...ports)).toBeLessThan(FIRST_OUTGOING);
  for (const port of ports) await demandFreePort('a test', port, '--port');
});

it('refuses a port that another server holds', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await expect(demandFreePort('a test', port, '--port')).rejects.toMatchObject({ code: 'PORT_BUSY' });
  await new Promise((resolve) => server.close(resolve));
});
