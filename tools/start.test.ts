import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freePort } from '#devnet/ports.ts';

/** A build that is not kept takes a minute or two. */
const READY_MS = 300_000;
/** The coordinator's database and the web server close in seconds; a busy machine takes longer. */
const END_MS = 60_000;

let folder: string;
let start: ChildProcess;
let output: string;

/** What `npm start` runs, without npm between: a signal would stop there. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cuckoo-start-'));
  const ports: string[] = [];
  for (const option of ['--web-port', '--api-port', '--relay-port', '--rpc-port'])
    ports.push(option, String(await freePort()));
  output = '';
  start = spawn(process.execPath, ['tools/start.mjs', '--no-house-miner', '--data', folder, ...ports]);
  for (const stream of [start.stdout!, start.stderr!]) stream.on('data', (text) => (output += text));
  await vi.waitFor(() => {
    expect(start.exitCode, output).toBeNull();
    expect(children()).toHaveLength(2);
    expect(output).toContain('Ctrl-C');
  }, READY_MS);
}, READY_MS);

afterEach(async () => {
  if (start.exitCode === null) {
    const ended = once(start, 'exit');
    start.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** The process ids that the devnet notes, so that the next start can end them: chain and coordinator. */
function children(): number[] {
  try {
    return readFileSync(join(folder, 'children'), 'utf8').split('\n').map(Number);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it(
  'ends as a whole and says why when its chain is killed',
  async () => {
    const [chain, coordinator] = children() as [number, number];
    const ended = once(start, 'exit');
    process.kill(chain, 'SIGKILL');
    const [code] = await ended;
    expect(output).toContain('The chain ended, so nothing works any more. Start again with npm start.');
    expect(code).toBe(1);
    await vi.waitFor(() => expect([chain, coordinator].map(isAlive)).toEqual([false, false]), END_MS);
  },
  READY_MS,
);

it(
  'brings back a coordinator that is killed, and ends as a whole when it is killed again and again',
  async () => {
    const ended = once(start, 'exit');
    const back = () => output.split('The coordinator is back.').length - 1;
    const isOver = () => start.exitCode !== null;
    // A restart that is older than a minute is forgotten: a slow machine brings it back more often.
    while (!isOver()) {
      const [, coordinator] = children() as [number, number];
      const before = back();
      process.kill(coordinator, 'SIGKILL');
      await vi.waitFor(
        () => expect(isOver() || (back() > before && children()[1] !== coordinator)).toBe(true),
        END_MS,
      );
    }
    const [code] = await ended;
    expect(back()).toBeGreaterThanOrEqual(3);
    expect(output).toContain('The coordinator keeps ending; coordinator.log in the data folder says why.');
    expect(code).toBe(1);
  },
  READY_MS,
);
