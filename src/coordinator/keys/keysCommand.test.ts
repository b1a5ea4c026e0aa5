import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decryptKey } from '#chain/keys/keystore.ts';
import { identityOf, networkConfigSchema } from '#chain/networkConfig.ts';
import { keysCommand } from '#coordinator/keys/keysCommand.ts';
import { parseConsentLine } from '#protocol/signed/consentLine.ts';
import { isConsentSigned } from '#protocol/signed/operatorConsent.ts';

/** Real processes on a busy machine, each with a key derivation or two. */
const PATIENCE_MS = 120_000;
const PASSPHRASE = 'a cuckoo in every tab';
const OWNER = privateKeyToAccount(generatePrivateKey()).address;
const config = networkConfigSchema.parse({
  ...{ name: 'Test', chainId: 31_337, devnet: true },
  // Nothing listens there.
  rpcUrl: 'http://127.0.0.1:1',
  epochs: { blocks: 1, confirmations: 0, assignmentSeconds: 60 },
  contracts: Object.fromEntries(
    ['cai', 'faucet', 'staking', 'payments', 'epochs', 'slasher', 'disputes', 'juries'].map((name) => [
      name,
      OWNER,
    ]),
  ),
});

let folder: string;
let keyFile: string;
let made: Outcome;

interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

function coordinator(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const own = { CUCKOO_NETWORK: join(folder, 'network.json'), COORDINATOR_KEY_FILE: keyFile };
  const command = ['--import', 'tsx', 'src/coordinator/command.ts', ...args];
  const whole = { ...process.env, ...own, COORDINATOR_PASSPHRASE: PASSPHRASE, ...env };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env: whole }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end();
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cuckoo-keys-'));
  keyFile = join(folder, 'keys', 'coordinator.json');
  writeFileSync(join(folder, 'network.json'), JSON.stringify(config));
  made = await coordinator(['keys', 'new', '--owner', OWNER, '--dapp', 'https://dapp.example/']);
}, PATIENCE_MS);
afterAll(() => rmSync(folder, { recursive: true }));

it('keys new writes an encrypted keystore for this user alone, and prints no private key', () => {
  expect(made).toMatchObject({ status: 0, stderr: '' });
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
  const { privateKey, address } = decryptKey(readFileSync(keyFile, 'utf8'), PASSPHRASE);
  expect(made.stdout).toContain(`Operator key: ${address}`);
  expect(made.stdout.toLowerCase()).not.toContain(privateKey.slice(2));
  expect(readFileSync(keyFile, 'utf8')).not.toContain(privateKey.slice(2));
});

it('keys new prints the key’s consent to serve the owner, to paste and as a link', async () => {
  const [line, link] = made.stdout.split('\n').filter((each) => each.includes('signature='));
  const consent = parseConsentLine(line!)!;
  expect(consent).toMatchObject({ chainId: 31_337, owner: OWNER });
  expect(link).toBe(`https://dapp.example/coordinate#${line}`);
  const { signature, chainId: _, ...rest } = consent;
  expect(await isConsentSigned(identityOf(config), { ...rest, role: 2 }, signature)).toBe(true);
});

it(
  'keys show prints the same key again',
  async () => {
    const shown = await coordinator(['keys', 'show', '--owner', OWNER]);
    const operatorOf = ({ stdout }: Outcome) => /Operator key: (0x\w{40})/.exec(stdout)?.[1];
    expect(shown.status).toBe(0);
    expect(operatorOf(shown)).toBe(operatorOf(made));
    expect(shown.stdout).toContain('signature=0x');
  },
  PATIENCE_MS,
);

it.each([
  ['keys show', ['keys', 'show']],
  ['the coordinator itself', []],
])(
  '%s says in one sentence that the passphrase is wrong',
  async (_, args) => {
    const { status, stdout, stderr } = await coordinator(args, {
      COORDINATOR_PASSPHRASE: 'not the passphrase',
    });
    expect(stderr).toBe(`The passphrase does not open the key file ${keyFile}. [WRONG_PASSPHRASE]\n`);
    expect([status, stdout]).toEqual([1, '']);
  },
  PATIENCE_MS,
);

it(
  'the coordinator has no other command',
  async () => {
    const { status, stderr } = await coordinator(['key', 'new']);
    expect(stderr).toMatch(/\[BAD_COMMAND\]\n$/);
    expect(status).toBe(1);
  },
  PATIENCE_MS,
);

const ask = (args: string[], env: Record<string, string> = {}) =>
  keysCommand(
    args,
    {
      ...{ CUCKOO_NETWORK: join(folder, 'network.json'), COORDINATOR_KEY_FILE: keyFile },
      ...{ COORDINATOR_PASSPHRASE: PASSPHRASE, ...env },
    },
    0,
  );

it.each([
  ['a missing file', ['show'], { COORDINATOR_KEY_FILE: '/nowhere/key.json' }, 'KEY_MISSING'],
  ['a key that is there already', ['new'], {}, 'KEY_EXISTS'],
  [
    'a short passphrase',
    ['new'],
    { COORDINATOR_KEY_FILE: 'NEW', COORDINATOR_PASSPHRASE: 'eleven char' },
    'NO_PASSPHRASE',
  ],
  ['no action', [], {}, 'BAD_COMMAND'],
  ['another action', ['delete'], {}, 'BAD_COMMAND'],
  ['another option', ['show', '--force'], {}, 'BAD_COMMAND'],
  ['a damaged owner', ['show', '--owner', '0x12'], {}, 'BAD_COMMAND'],
  ['no network’s file', ['show', '--owner', OWNER], { CUCKOO_NETWORK: '' }, 'BAD_NETWORK_FILE'],
])('refuses %s', async (_, args, env, code) => {
  const other = join(folder, 'new', 'key.json');
  const named = Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, value.replace('NEW', other)]),
  );
  await expect(ask(args, named)).rejects.toMatchObject({ code });
  expect(statSync(other, { throwIfNoEntry: false })).toBeUndefined();
});

it('takes the passphrase from a file that is for this user alone', async () => {
  const file = join(folder, 'passphrase');
  writeFileSync(file, `${PASSPHRASE}\n`, { mode: 0o600 });
  const env = { COORDINATOR_PASSPHRASE: '', COORDINATOR_PASSPHRASE_FILE: file };
  expect(await ask(['show'], env)).toContain('Operator key: 0x');
  chmodSync(file, 0o640);
  await expect(ask(['show'], env)).rejects.toMatchObject({ code: 'KEY_NOT_PRIVATE' });
});

it('refuses a key file that others can read', async () => {
  chmodSync(keyFile, 0o604);
  await expect(ask(['show'])).rejects.toMatchObject({ code: 'KEY_NOT_PRIVATE' });
  chmodSync(keyFile, 0o600);
});
