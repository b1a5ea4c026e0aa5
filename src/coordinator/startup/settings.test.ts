import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOperatorKey } from '#coordinator/keys/operatorKey.ts';
import { expectFreePort } from '#coordinator/startup/freePort.ts';
import { readNetworkFile } from '#coordinator/startup/networkFile.ts';
import { readSettings } from '#coordinator/startup/settings.ts';

const SECRET = `0x${'ab'.repeat(31)}`;
const GOOD = { CUCKOO_NETWORK: 'network.json', COORDINATOR_KEY: `0x${'11'.repeat(32)}` };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuckoo-startup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('readSettings treats an empty variable as unset', () => {
  expect(readSettings({ ...GOOD, API_PORT: '', RELAY_ANNOUNCE: '/a, /b' })).toMatchObject({
    API_PORT: 8787,
    RELAY_ANNOUNCE: ['/a', '/b'],
    TRUST_PROXY: 0,
  });
});

it.each([
  ['false', 0],
  ['true', 1],
  ['0', 0],
  ['2', 2],
])('readSettings reads TRUST_PROXY=%s as %i proxies', (text, proxies) => {
  expect(readSettings({ ...GOOD, TRUST_PROXY: text })).toMatchObject({ TRUST_PROXY: proxies });
});

it('readSettings reads amounts of CAI', () => {
  expect(readSettings({ ...GOOD, CLIENT_BUDGET_CAI: '0.5' })).toMatchObject({
    CLIENT_BUDGET_CAI: 5n * 10n ** 17n,
    TOTAL_BUDGET_CAI: 50_000n * 10n ** 18n,
  });
});

it.each([
  [{ ...GOOD, TOTAL_BUDGET_CAI: '-1' }, /TOTAL_BUDGET_CAI/],
  [{ ...GOOD, API_PORT: '99999' }, /API_PORT/],
  [{ ...GOOD, TRUST_PROXY: 'yes' }, /TRUST_PROXY/],
  [{ ...GOOD, TRUST_PROXY: '-1' }, /TRUST_PROXY/],
  [{ ...GOOD, HOST: 'nowhere.example' }, /HOST/],
  [{ CUCKOO_NETWORK: 'network.json', DATABASE_URL: 'nonsense' }, /DATABASE_URL/],
  [{ COORDINATOR_KEY: GOOD.COORDINATOR_KEY }, /CUCKOO_NETWORK/],
])('readSettings names the setting that is wrong', (environment, name) => {
  expect(() => readSettings(environment)).toThrow(
    expect.objectContaining({ code: 'BAD_SETTING', message: expect.stringMatching(name) }),
  );
});

it('readOperatorKey refuses a bad key without showing it', async () => {
  const error: unknown = await readOperatorKey(readSettings({ ...GOOD, COORDINATOR_KEY: SECRET })).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: 'BAD_KEY' });
  expect(inspect(error)).not.toContain('abab');
  const missing = readSettings({ CUCKOO_NETWORK: 'x', COORDINATOR_KEY_FILE: join(folder, 'none') });
  await expect(readOperatorKey(missing)).rejects.toMatchObject({ code: 'KEY_MISSING' });
  writeFileSync(join(folder, 'key'), `${GOOD.COORDINATOR_KEY}\n`, { mode: 0o600 });
  const kept = readSettings({ CUCKOO_NETWORK: 'x', COORDINATOR_KEY_FILE: join(folder, 'key') });
  expect((await readOperatorKey(kept)).address).toMatch(/^0x/);
});

it('readNetworkFile refuses a missing or invalid file', async () => {
  const file = join(folder, 'network.json');
  await expect(readNetworkFile(file)).rejects.toMatchObject({ code: 'BAD_NETWORK_FILE' });
  writeFileSync(file, '{"chainId": 1}');
  await expect(readNetworkFile(file)).rejects.toMatchObject({ code: 'BAD_NETWORK_FILE' });
});

it('expectFreePort rejects a port that is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(expectFreePort('127.0.0.1', port, 'API_PORT')).rejects.toMatchObject({ code: 'PORT_BUSY' });
  server.close();
  await once(server, 'close');
  await expectFreePort('127.0.0.1', port, 'API_PORT');
});
