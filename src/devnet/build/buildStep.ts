import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { during, type Progress } from '#devnet/build/progress.ts';

export const PROJECT_ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STAMPS = join(PROJECT_ROOT, '.cuckoo/build');

/** Something to build once for a given content of its inputs. */
export interface BuildStep {
  /** Names it to whoever looks on, and its stamp. */
  name: string;
  /** Files and folders, from the project's root, that the output depends on. */
  inputs: readonly string[];
  /** Files whose absence means that it has to be built. */
  outputs: readonly string[];
  command: readonly [string, ...string[]];
}

/** A build that failed; `output` is what it printed. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly code = 'BUILD_FAILED';
  readonly output: string;

  constructor(step: string, output: string) {
    super(`The step “${step}” failed.`);
    this.output = output;
  }
}

async function filesBelow(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function fingerprint(step: BuildStep): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(step.command));
  for (const input of step.inputs) {
    const files = await filesBelow(join(PROJECT_ROOT, input));
    for (const file of files.sort()) {
      hash
        .update(relative(PROJECT_ROOT, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return stat(join(PROJECT_ROOT, path)).then(
    () => true,
    () => false,
  );
}

async function execute([command, ...args]: readonly [string, ...string[]]): Promise<{
  code: number | null;
  output: string;
}> {
  const path = `${join(PROJECT_ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  const child = spawn(command, args, {
    cwd: PROJECT_ROOT,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

/**
 * Runs a step unless its inputs are those of its last success and its outputs are there.
 * @param progress told where it runs
 * @returns whether it ran
 * @throws BuildError
 */
export async function build(step: BuildStep, progress: Progress): Promise<boolean> {
  const stamp = join(STAMPS, `${step.name.replaceAll(' ', '-')}.sha256`);
  const wanted = await fingerprint(step);
  const last = await readFile(stamp, 'utf8').catch(() => '');
  if (last === wanted && (await Promise.all(step.outputs.map(exists))).every(Boolean)) return false;
  await during(progress, step.name, async () => {
    const { code, output } = await execute(step.command);
    if (code !== 0) throw new BuildError(step.name, output);
  });
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, wanted);
  return true;
}
