/** Installs a Chromium where there is none, for the end-to-end tests and for the first miner's tab. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { stepPrinter } from './stepPrinter.mjs';

/** A slow line takes minutes for 150 MB; a dead one must not hold the start for ever. In ms. */
const TIMEOUT_MS = 600_000;

async function run(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: TIMEOUT_MS });
  // A command that is not there has no status.
  const [status] = await once(child, 'close').catch(() => [null]);
  return status === 0;
}

async function installFromDebian() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  return (
    (await run('apt-get', ['update', '-qq'])) && (await run('apt-get', ['install', '-y', '-qq', 'chromium']))
  );
}

const installFromPlaywright = () => run('npx', ['playwright', 'install', 'chromium']);

/**
 * @param {() => string | undefined} find returns the path of an installed browser
 * @returns {Promise<boolean>} whether there is one now
 */
async function installBrowser(find, progress) {
  for (const [source, install] of [
    ['apt-get', installFromDebian],
    ['Playwright', installFromPlaywright],
  ]) {
    const end = progress.begin(`Chromium from ${source}`);
    const isThere = (await install()) && find() !== undefined;
    end(isThere ? 'installed' : 'not installed');
    if (isThere) return true;
  }
  return false;
}

const HOW_TO_INSTALL =
  'Debian: apt-get install chromium; elsewhere: npx playwright install chromium; or set CHROMIUM_PATH to its path.';

/** For the tests: ends the process when there is no browser and none can be had. */
export async function ensureBrowser(find, progress = stepPrinter()) {
  if (find() !== undefined || (await installBrowser(find, progress))) return;
  console.error(`The end-to-end tests need Chromium or Chrome. ${HOW_TO_INSTALL}`);
  process.exit(1);
}

/** For `npm start`: without a browser everything runs but the first miner's tab. */
export async function offerBrowser(find, progress) {
  if (find() !== undefined) return;
  console.log('  The first miner is a tab in a headless Chromium, and none was found: installing one,');
  console.log('  some 150 MB. `npm start -- --no-house-miner` leaves it out.');
  if (await installBrowser(find, progress)) return;
  console.log(`  Chromium could not be installed; is this machine online? ${HOW_TO_INSTALL}`);
  console.log('  Until then open the Mine page in a browser of yours to get the first images.');
}
