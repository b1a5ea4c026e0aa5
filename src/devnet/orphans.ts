import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A devnet that was killed outright leaves its chain and coordinator running. It notes their process ids, so
 * that the next start can end them instead of finding their ports busy.
 */

/** Text in the command line of our processes: a pid may belong to another process by now. */
const OURS = /anvil|coordinator\/main\.ts/;
/** anvil and the coordinator end within a second or two when asked. */
const GRACE_MS = 5_000;
const LOOK_MS = 100;

const fileOf = (folder: string) => join(folder, 'children');

export function noteChildren(folder: string, children: readonly ChildProcess[]): void {
  writeFileSync(fileOf(folder), children.map(({ pid }) => pid).join('\n'));
}

export function forgetChildren(folder: string): void {
  rmSync(fileOf(folder), { force: true });
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/** Ends what a killed devnet left behind on this folder. @returns how many processes */
export async function endOrphans(folder: string): Promise<number> {
  let noted: string;
  try {
    noted = readFileSync(fileOf(folder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const orphans = noted
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0 && OURS.test(commandOf(pid)));
  for (const pid of orphans) process.kill(pid, 'SIGTERM');
  const deadline = performance.now() + GRACE_MS;
  while (orphans.some((pid) => OURS.test(commandOf(pid)))) {
    if (performance.now() > deadline) {
      for (const pid of orphans) if (OURS.test(commandOf(pid))) process.kill(pid, 'SIGKILL');
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  forgetChildren(folder);
  return orphans.length;
}
