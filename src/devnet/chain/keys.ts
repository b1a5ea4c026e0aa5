import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Hex, PrivateKeyAccount } from 'viem';
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';

/** anvil's published test mnemonic: it owns the devnet's supply, and nothing anywhere else. */
const ANVIL_MNEMONIC = 'test test test test test test test test test test test junk';

export const devnetDeployer = () => mnemonicToAccount(ANVIL_MNEMONIC);

/** The key kept in `file`, made on first use and readable by its user only. */
export async function keptKey(file: string): Promise<PrivateKeyAccount> {
  try {
    return privateKeyToAccount((await readFile(file, 'utf8')).trim() as Hex);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(file), { recursive: true });
  const key = generatePrivateKey();
  await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return privateKeyToAccount(key);
}
