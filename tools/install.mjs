/**
 * Installs the packages unless node_modules matches the lock file. Plain Node, because it runs before any
 * package is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stepPrinter } from './stepPrinter.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOCK = `${ROOT}package-lock.json`;
/** Written after a full install, so that an interrupted one is repeated. */
const STAMP = `${ROOT}node_modules/.cuckoo-installed`;
const LOWEST_NODE = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1])) {
    console.error(`Node ${LOWEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
}

export async function installPackages(progress = stepPrinter()) {
  checkNode();
  const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const end = progress.begin('packages, once, for a minute or two');
  const installing = spawn(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  const [status] = await once(installing, 'close');
  end(status === 0 ? 'installed' : 'failed');
  if (status !== 0) {
    console.error(
      'npm could not install the packages; its own message is above. Check the network and try again.',
    );
    process.exit(1);
  }
  writeFileSync(STAMP, wanted);
}
