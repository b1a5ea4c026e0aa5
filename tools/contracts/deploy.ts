/**
 * Deploys the contracts to a public network, with the parameters of src/devnet/chain/parameters.ts, and
 * writes their addresses for the dApp, coordinators and miners. Can be run again: it continues where it
 * stopped. Run: `npm run contracts:deploy -- testnet --rpc URL --admin 0x… --governor 0x… --guardian 0x…
 * --treasury 0x…`, with the deployer's key in the file that DEPLOYER_KEY_FILE names.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Address, createPublicClient, http, isAddress, isHex, zeroAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { buildContracts } from '#devnet/build/buildSteps.ts';
import { MAINNET, TESTNET } from '#devnet/chain/parameters.ts';
import { stepPrinter } from '#tools/stepPrinter.mjs';

const NETWORKS = { testnet: TESTNET, mainnet: MAINNET };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rpc: { type: 'string' },
    'public-rpc': { type: 'string' },
    output: { type: 'string', default: 'public/network.json' },
    admin: { type: 'string' },
    governor: { type: 'string' },
    guardian: { type: 'string' },
    treasury: { type: 'string' },
  },
});

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function addressOf(holder: 'admin' | 'governor' | 'guardian' | 'treasury'): Address {
  const value = values[holder];
  // A role of the zero address would be lost permanently.
  if (value === undefined || !isAddress(value) || value === zeroAddress)
    fail(`--${holder} takes the address of the ${holder}.`);
  return value;
}

const name = positionals[0];
if (name !== 'testnet' && name !== 'mainnet') fail('Name a network: testnet or mainnet.');
const parameters = NETWORKS[name];
const holders = {
  admin: addressOf('admin'),
  governor: addressOf('governor'),
  guardian: addressOf('guardian'),
  treasury: addressOf('treasury'),
};
const { rpc } = values;
if (rpc === undefined) fail('--rpc takes the URL of a node of the chain.');
const keyFile = process.env.DEPLOYER_KEY_FILE;
if (keyFile === undefined) fail('Set DEPLOYER_KEY_FILE to the file that holds the deployer’s key.');
const key = (
  await readFile(keyFile, 'utf8').catch(() => fail('The deployer’s key file cannot be read.'))
).trim();
if (!isHex(key) || key.length !== 66) fail('The deployer’s key file must hold 0x and 64 hex digits.');
const chainId = await createPublicClient({ transport: http(rpc) })
  .getChainId()
  .catch(() => fail('No node answers at the URL of --rpc.'));
if (chainId !== parameters.chainId)
  fail(`That node is on chain ${chainId}; ${name} is chain ${parameters.chainId}.`);

await buildContracts(stepPrinter());
// Imported after the build, because it needs the contract bindings that the build makes.
const { deployNetwork } = await import('#devnet/chain/deploy.ts');
const { DeploymentError } = await import('#devnet/chain/deterministicContract.ts');
const config = await deployNetwork(parameters, rpc, privateKeyToAccount(key), holders).catch(
  (error: unknown) => {
    if (error instanceof DeploymentError) fail(error.message);
    throw error;
  },
);
const published = { ...config, rpcUrl: values['public-rpc'] ?? rpc };
await mkdir(dirname(values.output), { recursive: true });
await writeFile(values.output, `${JSON.stringify(published, null, 2)}\n`);
console.log(`${parameters.name} is deployed; ${values.output} holds its addresses:`);
console.table(config.contracts);
