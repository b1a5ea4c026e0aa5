/** Ensures that the end-to-end tests have a Chromium. */
import { spawnSync } from 'node:child_process';

function run(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
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

/** @param {() => string | undefined} find returns the path of an installed browser */
export function ensureBrowser(find) {
  if (find() !== undefined) return;
  if (installFromDebian() && find() !== undefined) return;
  if (installFromPlaywright() && find() !== undefined) return;
  console.error(
    'The end-to-end tests need Chromium or Chrome. Install one (Debian: apt-get install chromium; elsewhere: ' +
      'npx playwright install chromium), or set CHROMIUM_PATH to its path.',
  );
  process.exit(1);
}
