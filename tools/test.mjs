/**
 * `npm test`: installs what is missing, then checks contracts and types, and runs the unit tests and the
 * journeys in a real browser. With `--long` (`npm run test:long`) it leaves out no journey.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser.mjs';
import { installPackages } from './install.mjs';
import { stepPrinter } from './stepPrinter.mjs';

await installPackages();
const { register } = await import('tsx/esm/api');
register();
const { findBrowser } = await import('../src/devnet/browser/browser.ts');
const { buildAll } = await import('../src/devnet/build/buildSteps.ts');
const { findFoundry } = await import('../src/devnet/build/foundry.ts');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PATH = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
const isLong = process.argv.includes('--long');
/** The inference journeys that run on a second adapter too: one that needs its 16-bit shaders, or all. */
const SECOND_ADAPTER = isLong
  ? ['decoderLayouts', 'asyncDecode', 'diffusion', 'keptLatent', 'halfPrecision']
  : ['halfPrecision'];
const times = [];

function ended(title, began, status) {
  times.push(`${title} ${((Date.now() - began) / 1000).toFixed(0)} s`);
  if (status === 0) return;
  console.error(`\n${title}: failed.`);
  process.exit(1);
}

function step(title, command, args, env = {}) {
  console.log(`\n— ${title}`);
  const began = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH, ...env },
  });
  ended(title, began, status);
}

/** Starts a step beside the next ones. What it returns waits for the end, prints and returns the output. */
function begin(title, command, args, env = {}) {
  console.log(`\n— ${title}: begun`);
  const folder = mkdtempSync(join(tmpdir(), 'cuckoo-test-'));
  const file = join(folder, 'output');
  const descriptor = openSync(file, 'w');
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', descriptor, descriptor],
    env: { ...process.env, PATH, ...env },
  });
  const closed = once(child, 'close');
  process.on('exit', () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return async () => {
    const began = Date.now();
    const [status] = await closed;
    const output = readFileSync(file, 'utf8');
    console.log(`\n— ${title}`);
    process.stdout.write(output);
    ended(`${title}, waited for`, began, status);
    return output.trim();
  };
}

/** Journeys that are left out: the long ones, and those of every layout where the second adapter has them. */
function leftOut(hasSecondAdapter) {
  const tags = [...(isLong ? [] : ['@long', '@thorough']), ...(hasSecondAdapter ? ['@thorough'] : [])];
  return tags.length === 0 ? [] : ['--grep-invert', [...new Set(tags)].join('|')];
}

await ensureBrowser(findBrowser);
// On a fresh machine its packages have to be fetched first, which takes hardly any processor time.
const secondAdapter = begin('Second software adapter', process.execPath, ['tools/lavapipe/browser.mjs']);
step('TypeScript: format and lint', 'biome', ['check']);
const forge = findFoundry('forge');
step('Contracts: format', forge, ['fmt', '--check']);
step('Contracts: lint', forge, ['lint', '--deny', 'warnings', 'contracts/src']);
step('Contracts: solhint', 'solhint', [
  '-c',
  'contracts/.solhint.json',
  '--max-warnings',
  '0',
  'contracts/src/**/*.sol',
]);
// The compiler takes a minute on one core, twice: for these, and for what is built.
const contractTests = begin('Contracts: tests', forge, ['test', '--no-match-contract', 'Gas'], {
  FOUNDRY_PROFILE: 'quick',
});
console.log('\n— Build');
try {
  await buildAll(stepPrinter());
} catch (error) {
  console.error(error.output ?? error);
  process.exit(1);
}
step('Contracts: size', 'tsx', ['tools/contracts/size.ts']);
const contractGas = begin('Contracts: gas', 'tsx', ['tools/contracts/gasTable.ts'], {
  FORGE_SNAPSHOT_CHECK: 'true',
});
step('Types', 'tsc', ['-b']);
step('Unit tests', 'vitest', ['run'], isLong ? { CUCKOO_LONG_TESTS: '1' } : {});
await contractTests();
await contractGas();
const lavapipe = await secondAdapter();
step('Journeys in the browser', 'playwright', ['test', ...leftOut(lavapipe !== '')]);
if (lavapipe === '') {
  console.log(
    '\n— Models on a second software adapter, which has 16-bit shaders: skipped. It needs root on Debian 12.',
  );
} else {
  const specs = SECOND_ADAPTER.map((name) => `e2e/inference/${name}.spec.ts`);
  const env = { CHROMIUM_PATH: lavapipe, EXPECT_HALF: '1' };
  step(
    'Models on a second software adapter, which has 16-bit shaders',
    'playwright',
    ['test', ...specs],
    env,
  );
}
console.log(`\nAll green: ${times.join(', ')}.`);
