import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE_OPTIONS } from '#coordinator/nodeOptions.ts';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';
import { layEmptyDatabase } from '#devnet/build/emptyDatabase.ts';

export interface CoordinatorProcess {
  process: ChildProcess;
  apiUrl: string;
  stop(): Promise<void>;
}

/**
 * A start takes seconds on an idle machine and longer on a busy one. A coordinator that cannot start exits
 * with a reason.
 */
const READY_TIMEOUT_MS = 180_000;
/** Time for saving the running tasks before it is killed. */
const STOP_TIMEOUT_MS = 10_000;

/** Runs the coordinator as its operator would, in a process of its own, its log in `folder`. */
export async function startCoordinator(options: {
  networkFile: string;
  keyFile: string;
  folder: string;
  apiPort: number;
  relayPort: number;
  env?: Record<string, string>;
}): Promise<CoordinatorProcess> {
  const dataDir = join(options.folder, 'coordinator');
  await layEmptyDatabase(dataDir);
  const main = join(PROJECT_ROOT, 'src/coordinator/main.ts');
  const child = spawn(process.execPath, [...NODE_OPTIONS, '--import', 'tsx', main], {
    cwd: PROJECT_ROOT,
    env: {
      ...process.env,
      CUCKOO_NETWORK: options.networkFile,
      COORDINATOR_KEY_FILE: options.keyFile,
      DATA_DIR: dataDir,
      API_PORT: String(options.apiPort),
      RELAY_PORT: String(options.relayPort),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(join(options.folder, 'coordinator.log'), { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  await ready(child);
  return {
    process: child,
    apiUrl: `http://127.0.0.1:${options.apiPort}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await gone;
      clearTimeout(late);
    },
  };
}

/** Resolves at the coordinator's ready line; rejects with its last output if it exits before that. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const words: string[] = [];
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The coordinator was not ready within ${READY_TIMEOUT_MS / 1000} s.`));
    }, READY_TIMEOUT_MS);
    createInterface({ input: child.stderr! }).on('line', (line) => words.push(line));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      words.push(line);
      if (line.includes('"event":"ready"')) {
        clearTimeout(late);
        resolve();
      }
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(
        new Error(
          `The coordinator exited while starting (${code}): ${words.slice(-3).join(' ').slice(0, 1_000)}`,
        ),
      );
    });
  });
}
