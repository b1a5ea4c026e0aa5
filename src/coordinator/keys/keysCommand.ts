import { parseArgs } from 'node:util';
import type { Address } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { encryptKey } from '#chain/keys/keystore.ts';
import { consentLine } from '#coordinator/keys/consentText.ts';
import { expectNoKeyFile, writeKeyFile } from '#coordinator/keys/keyFile.ts';
import { keyFileOf, readOperatorKey } from '#coordinator/keys/operatorKey.ts';
import { choosePassphrase } from '#coordinator/keys/passphrase.ts';
import { readNetworkFile } from '#coordinator/startup/networkFile.ts';
import { type KeySettings, readKeySettings } from '#coordinator/startup/settings.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import { addressField } from '#protocol/fields.ts';

export const KEYS_USAGE = `npm run coordinator -- keys new [--owner 0x…] [--dapp https://…]
  Makes the coordinator's operator key, and writes it encrypted to COORDINATOR_KEY_FILE.
npm run coordinator -- keys show [--owner 0x…] [--dapp https://…]
  Shows that key's address again, and a new consent.

  --owner  the wallet that stakes for the coordinator: prints the key's consent to serve it.
           CUCKOO_NETWORK names the network's file, which the dApp has at /network.json.
  --dapp   the dApp's address, for a whole link`;

interface KeysOptions {
  action: 'new' | 'show';
  owner: Address | undefined;
  dapp: string;
}

/** @throws StartupError BAD_COMMAND */
export function readKeysOptions(args: readonly string[]): KeysOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { owner: { type: 'string' }, dapp: { type: 'string' } },
    });
    const [action, ...rest] = positionals;
    if ((action !== 'new' && action !== 'show') || rest.length > 0) throw new Error('no such command');
    const owner = values.owner === undefined ? undefined : addressField.parse(values.owner);
    return { action, owner, dapp: (values.dapp ?? '').replace(/\/+$/, '') };
  } catch {
    throw new StartupError('BAD_COMMAND', `This is no command of the coordinator. There are:\n${KEYS_USAGE}`);
  }
}

async function makeKey(settings: KeySettings): Promise<PrivateKeyAccount> {
  const file = keyFileOf(settings);
  expectNoKeyFile(file);
  const passphrase = await choosePassphrase(settings);
  const key = generatePrivateKey();
  await writeKeyFile(file, await encryptKey(key, passphrase));
  return privateKeyToAccount(key);
}

/**
 * `npm run coordinator -- keys …`: makes the operator key, or shows what its owner's wallet needs to know.
 * @returns what to print; never the private key
 * @throws StartupError
 */
export async function keysCommand(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  nowSeconds: number,
): Promise<string> {
  const { action, owner, dapp } = readKeysOptions(args);
  const settings = readKeySettings(environment);
  // Before a key is made: a wrong file's name must not leave half of the work done.
  const config = owner === undefined ? undefined : await readNetworkFile(settings.CUCKOO_NETWORK ?? '');
  const account = action === 'new' ? await makeKey(settings) : await readOperatorKey(settings);
  const lines = [`Operator key: ${account.address}`];
  if (settings.COORDINATOR_KEY_FILE !== undefined || settings.COORDINATOR_KEY === undefined)
    lines.push(`Key file: ${keyFileOf(settings)}`);
  if (config === undefined || owner === undefined) {
    lines.push('', 'For its consent: npm run coordinator -- keys show --owner 0x…');
    return lines.join('\n');
  }
  const consent = await consentLine(config, account, owner, nowSeconds);
  return [
    ...lines,
    '',
    `Consent to serve ${owner} on ${config.name}, for a week. Paste it on the dApp’s page /coordinate:`,
    consent,
    '',
    'Or open:',
    `${dapp}/coordinate#${consent}`,
  ].join('\n');
}
