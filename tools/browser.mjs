/** Installs a Chromium where there is none, for the end-to-end tests and for the first miner's tab. */
import { spawnSync } from 'node:child_process';

/** A slow line takes minutes for 150 MB; a dead one must not hold the start for ever. In ms. */
const TIMEOUT_MS = 600_000;

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: TIMEOUT_MS,
  });
  return status === 0;
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.log('Installing chromium with apt-get …');
  return run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium']);
}

function installFromPlaywright() {
  console.log('Installing Chromium with Playwright …');
  return run('npx', ['playwright', 'install', 'chromium']);
}

/**
 * @param {() => string | undefined} find returns the path of an installed browser
 * @returns {boolean} whether there is one now
 */
function installBrowser(find) {
  return (installFromDebian() && find() !== undefined) || (installFromPlaywright() && find() !== undefined);
}

const HOW_TO_INSTALL =
  'Debian: apt-get install chromium; elsewhere: npx playwright install chromium; or set CHROMIUM_PATH to its path.';

/** For the tests: ends the process when there is no browser and none can be had. */
export function ensureBrowser(find) {
  if (find() !== undefined || installBrowser(find)) return;
  console.error(`The end-to-end tests need Chromium or Chrome. ${HOW_TO_INSTALL}`);
  process.exit(1);
}

/** For `npm start`: without a browser everything runs but the first miner's tab. */
export function offerBrowser(find) {
  if (find() !== undefined) return;
  console.log('  The first miner is a tab in a headless Chromium, and none was found: installing one,');
  console.log('  some 150 MB. `npm start -- --no-house-miner` leaves it out.');
  if (installBrowser(find)) return;
  console.log(`  Chromium could not be installed; is this machine online? ${HOW_TO_INSTALL}`);
  console.log('  Until then open the Mine page in a browser of yours to get the first images.');
}
