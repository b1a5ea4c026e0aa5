import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the comparison: a package of its own, so that only this benchmark installs it. */
const FOLDER = fileURLToPath(new URL('./transformers/', import.meta.url));

/**
 * Installs `@huggingface/transformers` for the comparison if it is not there; ends the process if that fails.
 */
export function installComparison(): void {
  if (existsSync(join(FOLDER, 'node_modules'))) return;
  console.log('Installing @huggingface/transformers for the comparison …');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: FOLDER, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
