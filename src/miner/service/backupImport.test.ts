import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { encryptKey } from '#chain/keys/keystore.ts';
import { BackupImport } from '#miner/service/backupImport.ts';
import { loadMinerKey } from '#miner/service/minerKey.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
afterEach(clearDatabases);

const privateKey = generatePrivateKey();
const { address } = privateKeyToAccount(privateKey);
const PASSWORD = 'a cuckoo in every clock';
/** As some wallets write it: whose key it is stands nowhere. */
let nameless = '';
beforeAll(async () => {
  const { address: _, ...rest } = JSON.parse(await encryptKey(privateKey, PASSWORD));
  nameless = JSON.stringify(rest);
});

const inUse = async () => (await loadMinerKey()).address;

it('tells whose key a file holds, and changes nothing until that key is taken', async () => {
  const before = await inUse();
  const backup = new BackupImport();
  expect(backup.open(nameless, PASSWORD)).toBe(address);
  expect(await inUse()).toBe(before);
  await backup.take(address);
  expect(await inUse()).toBe(address);
});

it('takes no other key than the one that was shown, and none twice', async () => {
  const backup = new BackupImport();
  const before = await inUse();
  await expect(backup.take(address)).rejects.toMatchObject({ code: 'NO_BACKUP' });
  backup.open(nameless, PASSWORD);
  await expect(backup.take(before)).rejects.toMatchObject({ code: 'NO_BACKUP' });
  expect(await inUse()).toBe(before);
  await backup.take(address);
  await expect(backup.take(address)).rejects.toMatchObject({ code: 'NO_BACKUP' });
});

it('lets go of a key when it is closed, and when the next file does not open', async () => {
  const backup = new BackupImport();
  backup.open(nameless, PASSWORD);
  backup.close();
  await expect(backup.take(address)).rejects.toMatchObject({ code: 'NO_BACKUP' });
  backup.open(nameless, PASSWORD);
  expect(() => backup.open(nameless, 'another password')).toThrow(/password/);
  await expect(backup.take(address)).rejects.toMatchObject({ code: 'NO_BACKUP' });
});
