import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { isHex, type PrivateKeyAccount } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { networkConfigSchema, type NetworkConfig } from '#chain/networkConfig.ts';
import type { Settings } from '#coordinator/settings.ts';
import { StartupError } from '#coordinator/startupError.ts';

/** @throws StartupError BAD_NETWORK_FILE */
export async function readNetworkFile(path: string): Promise<NetworkConfig> {
  try {
    return networkConfigSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StartupError('BAD_NETWORK_FILE', `The network file ${path} (CUCKOO_NETWORK) is missing or not valid.`, {
      cause,
    });
  }
}

/** @throws StartupError BAD_KEY; neither its message nor its cause holds the key */
export async function readOperatorKey(settings: Settings): Promise<PrivateKeyAccount> {
  const { COORDINATOR_KEY: inline, COORDINATOR_KEY_FILE: file } = settings;
  let text = inline;
  if (file !== undefined) {
    try {
      text = await readFile(file, 'utf8');
    } catch {
      throw new StartupError('BAD_KEY', `The key file ${file} (COORDINATOR_KEY_FILE) cannot be read.`);
    }
  }
  const key = text?.trim();
  try {
    if (isHex(key)) return privateKeyToAccount(key);
  } catch {
    // The library's error quotes the key; what is thrown below does not.
  }
  throw new StartupError('BAD_KEY', 'The coordinator’s key is not a private key: 0x and 64 hex digits.');
}

/**
 * Sees that a port is free, before anything is opened that a second start must not touch.
 * @throws StartupError PORT_BUSY
 */
export async function expectFreePort(host: string, port: number, setting: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (cause) {
    throw new StartupError('PORT_BUSY', `Port ${port} on ${host} cannot be had: stop what uses it, or set ${setting}.`, {
      cause,
    });
  }
  probe.close();
  await once(probe, 'close');
}
