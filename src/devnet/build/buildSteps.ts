import { type BuildStep, build } from '#devnet/build/buildStep.ts';
import { EMPTY_DATABASE } from '#devnet/build/emptyDatabase.ts';
import { findFoundry } from '#devnet/build/foundry.ts';
import type { Progress } from '#devnet/build/progress.ts';

const SOURCES_OF_THE_PAGE = ['protocol', 'chain', 'network', 'inference', 'miner', 'web'].map(
  (layer) => `src/${layer}`,
);

const contracts = (): BuildStep => ({
  name: 'contracts',
  inputs: ['contracts/src', 'foundry.toml', 'tools/solc.mjs', 'package-lock.json'],
  outputs: ['out/Staking.sol/Staking.json', 'out/Juries.sol/Juries.json'],
  command: [findFoundry('forge'), 'build', 'contracts/src'],
});

const bindings: BuildStep = {
  name: 'contract bindings',
  inputs: ['contracts/src', 'wagmi.config.ts', 'package-lock.json'],
  outputs: ['src/chain/generated/contracts.ts'],
  command: ['wagmi', 'generate'],
};

const models: BuildStep = {
  name: 'starter models',
  inputs: ['tools/models', 'src/inference', 'package-lock.json'],
  outputs: ['public/models/catalogue.json', 'public/models/stories15m/manifest.json'],
  command: ['npm', 'run', '--silent', 'models:build'],
};

const database: BuildStep = {
  name: 'empty database',
  inputs: ['src/coordinator/store', 'src/devnet/build/makeEmptyDatabase.ts', 'package-lock.json'],
  outputs: [`${EMPTY_DATABASE}/PG_VERSION`],
  command: ['tsx', 'src/devnet/build/makeEmptyDatabase.ts'],
};

const page: BuildStep = {
  name: 'page',
  inputs: [
    ...SOURCES_OF_THE_PAGE,
    'index.html',
    'vite.config.ts',
    'tools/compressAssets.ts',
    'package-lock.json',
    'public',
  ],
  outputs: ['dist/index.html'],
  command: ['vite', 'build', '--mode', 'devnet', '--logLevel', 'warn'],
};

async function step(progress: Progress, definition: BuildStep): Promise<void> {
  if (!(await build(definition, progress))) progress.say(`${definition.name}: up to date`);
}

/** Builds the contracts and their bindings where they are not up to date. */
export async function buildContracts(progress: Progress): Promise<void> {
  await step(progress, contracts());
  await step(progress, bindings);
}

/**
 * Builds what is not up to date. The compiler takes one core; the models' conversion and then the empty
 * database take another.
 */
export async function buildAll(progress: Progress): Promise<void> {
  const besideCompiler = async () => {
    await step(progress, models);
    await step(progress, database);
  };
  await Promise.all([buildContracts(progress), besideCompiler()]);
  await step(progress, page);
}
