import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, createTestClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NetworkConfig, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { FaucetSponsor } from '#coordinator/faucet/faucetSponsor.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { deployNetwork } from '#devnet/chain/deploy.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';

const someone = (): Address => privateKeyToAccount(generatePrivateKey()).address;
const sponsorKey = privateKeyToAccount(generatePrivateKey());
const GAS = DEVNET.faucet!.gasAmount;
const PERIOD_S = Number(DEVNET.faucet!.periodSeconds);

let folder: string;
let anvil: Anvil;
let config: NetworkConfig;
let client: ReadClient;
let sponsor: FaucetSponsor;
const test = () => createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-faucet-'));
  anvil = await startAnvil({ port: 0, stateFile: join(folder, 'state.json'), chainId: DEVNET.chainId });
  const roles = { admin: someone(), governor: someone(), guardian: someone(), treasury: someone() };
  // Enough for one newcomer and a half in a period.
  const faucet = { ...DEVNET.faucet!, gasBudget: (3n * GAS) / 2n };
  config = await deployNetwork({ ...DEVNET, faucet }, anvil.rpcUrl, devnetDeployer(), roles);
  client = readClientOf(config);
  await test().setBalance({ address: sponsorKey.address, value: parseEther('10') });
  sponsor = new FaucetSponsor(config.contracts.faucet!, testWallet(client, sponsorKey));
}, 120_000);
afterAll(async () => {
  await anvil.stop();
  await rm(folder, { recursive: true });
});

it('FaucetSponsor refuses a drip without gas when the period’s is spent, and says when it renews', async () => {
  // All at one time of day.
  const dayStart = Math.ceil(Date.now() / 1_000 / PERIOD_S) * PERIOD_S;
  await test().setNextBlockTimestamp({ timestamp: BigInt(dayStart + 60) });
  await test().mine({ blocks: 1 });
  const [first, second, rich] = [someone(), someone(), someone()];
  await sponsor.drip(first);
  expect(await client.getBalance({ address: first })).toBe(GAS);
  await expect(sponsor.drip(second)).rejects.toMatchObject({
    code: 'faucet_budget_spent',
    details: { nextDripAt: dayStart + PERIOD_S },
    message: expect.stringContaining(new Date((dayStart + PERIOD_S) * 1_000).toISOString()),
  });
  // Who has gas needs none, and the first one has to wait for another reason.
  await test().setBalance({ address: rich, value: GAS });
  await sponsor.drip(rich);
  await expect(sponsor.drip(first)).rejects.toMatchObject({ code: 'drip_too_soon' });
  await test().setNextBlockTimestamp({ timestamp: BigInt(dayStart + PERIOD_S) });
  await test().mine({ blocks: 1 });
  await sponsor.drip(second);
  expect(await client.getBalance({ address: second })).toBe(GAS);
}, 120_000);

it('FaucetSponsor says that a faucet without gas is empty', async () => {
  await test().setBalance({ address: config.contracts.faucet!, value: GAS - 1n });
  await expect(sponsor.drip(someone())).rejects.toMatchObject({ code: 'faucet_empty' });
}, 60_000);
