import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestClient, http, parseEther, publicActions, zeroAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { networkConfigSchema } from '#chain/networkConfig.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { MAINNET, TESTNET } from '#devnet/chain/parameters.ts';

const SCRIPT = resolve(import.meta.dirname, 'deploy.ts');
/** Each command starts a process that compiles what it imports. */
const COMMANDS_MS = 60_000;
const PUBLIC_RPC = 'https://rpc.example';
const key = generatePrivateKey();
const deployer = privateKeyToAccount(key).address;
const someone = () => privateKeyToAccount(generatePrivateKey()).address;
const HOLDERS = ['admin', 'governor', 'guardian', 'treasury'].flatMap((holder) => [`--${holder}`, someone()]);

let folder: string;
let keyFile: string;
let anvil: Anvil | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-deploy-'));
  keyFile = join(folder, 'key');
  await writeFile(keyFile, `${key}\n`, { mode: 0o600 });
});
afterEach(() => anvil?.stop());
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  code: number;
  output: string;
}

/** Runs the command as one would by hand; its output must not contain the key. */
async function deploy(...args: string[]): Promise<Ended> {
  const ended = await new Promise<Ended>((done) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', SCRIPT, ...args],
      { env: { ...process.env, DEPLOYER_KEY_FILE: keyFile } },
      (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
  expect(ended.output).not.toContain(key.slice(2));
  return ended;
}

async function chainOf(chainId: number) {
  anvil = await startAnvil({ port: 0, stateFile: join(folder, `${chainId}.json`), chainId });
  const client = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) }).extend(publicActions);
  await client.setBalance({ address: deployer, value: parseEther('10') });
  return { rpc: anvil.rpcUrl, client };
}

it(
  'writes the config of a deployed network, which a second run leaves unchanged',
  async () => {
    const { rpc, client } = await chainOf(TESTNET.chainId);
    const output = join(folder, 'public', 'network.json');
    const command = ['testnet', '--rpc', rpc, ...HOLDERS, '--output', output, '--public-rpc', PUBLIC_RPC];

    expect(await deploy(...command)).toMatchObject({ code: 0, output: expect.stringContaining(output) });
    const first = await readFile(output, 'utf8');
    const config = networkConfigSchema.parse(JSON.parse(first));
    expect(config).toMatchObject({
      name: TESTNET.name,
      chainId: TESTNET.chainId,
      rpcUrl: PUBLIC_RPC,
      devnet: false,
    });
    for (const address of Object.values(config.contracts)) {
      if (address !== null) expect(await client.getCode({ address })).toBeDefined();
    }

    const count = await client.getTransactionCount({ address: deployer });
    expect(await deploy(...command)).toMatchObject({ code: 0 });
    expect(await readFile(output, 'utf8')).toBe(first);
    expect(await client.getTransactionCount({ address: deployer })).toBe(count);
  },
  COMMANDS_MS,
);

it(
  'rejects wrong arguments with one sentence, before it builds or sends anything',
  async () => {
    const { rpc, client } = await chainOf(MAINNET.chainId);
    const refusals: [string[], RegExp][] = [
      [['mainnet', '--rpc', rpc, ...HOLDERS, '--admin', zeroAddress], /--admin takes the address/],
      [['testnet', '--rpc', rpc, ...HOLDERS], /That node is on chain 8453; testnet is chain 84532/],
    ];
    const ends = await Promise.all(refusals.map(([args]) => deploy(...args)));
    for (const [index, [, sentence]] of refusals.entries()) {
      expect(ends[index]).toEqual({ code: 2, output: expect.stringMatching(sentence) });
      expect(ends[index]?.output.trim().split('\n')).toHaveLength(1);
    }
    expect(await client.getTransactionCount({ address: deployer })).toBe(0);
  },
  COMMANDS_MS,
);
