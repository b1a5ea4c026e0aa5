import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '#coordinator/store/folderLock.ts';

const CHILD = fileURLToPath(new URL('../testing/lockChild.ts', import.meta.url));
const IN_USE = expect.objectContaining({ code: 'DATA_IN_USE' });
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuckoo-lock-'));
  file = join(folder, 'coordinator.pid');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function holder(): Promise<ChildProcess> {
  const child = fork(CHILD, [folder], { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('lockFolder', () => {
  it('refuses a folder that another process holds, and names it, until that is killed', async () => {
    const child = await holder();
    try {
      expect(() => lockFolder(folder)).toThrow(IN_USE);
      expect(() => lockFolder(folder)).toThrow(String(child.pid));
    } finally {
      await kill(child);
    }
    lockFolder(folder)();
  });

  it('refuses a folder whose holder has our own number, as in another container', async () => {
    const child = await holder();
    writeFileSync(file, String(process.pid));
    try {
      expect(() => lockFolder(folder)).toThrow(IN_USE);
    } finally {
      await kill(child);
    }
  });

  it.each([
    ['of a process that runs and is no coordinator', '1'],
    ['of this process', String(process.pid)],
    ['of nothing', 'no number'],
  ])('takes a folder with a file that an earlier version left, with the number %s', (_, text) => {
    writeFileSync(file, text);
    const release = lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
    release();
  });

  it('gives a folder to one at a time in this process, too', () => {
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(IN_USE);
    release();
    lockFolder(folder)();
  });
});
