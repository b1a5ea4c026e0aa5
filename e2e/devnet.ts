import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type Devnet, startDevnet } from '#devnet/devnet.ts';
import { freePort } from '#devnet/ports.ts';

/** A devnet of its own on free ports: started once a worker, its folder removed afterwards. */
export async function temporaryDevnet(coordinatorEnv: Record<string, string> = {}): Promise<Devnet> {
  const folder = await mkdtemp(join(tmpdir(), 'cuckoo-e2e-'));
  const ports = {
    web: await freePort(),
    api: await freePort(),
    relay: await freePort(),
    rpc: await freePort(),
  };
  const devnet = await startDevnet({ folder, ports, coordinatorEnv });
  return {
    ...devnet,
    get coordinator() {
      return devnet.coordinator;
    },
    stop: async () => {
      await devnet.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const test = base.extend<object, { devnet: Devnet }>({
  devnet: [
    async ({}, use) => {
      const devnet = await temporaryDevnet();
      await use(devnet);
      await devnet.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

export { expect } from '@playwright/test';
