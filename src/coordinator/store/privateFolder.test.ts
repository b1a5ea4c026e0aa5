import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makePrivateFolder } from '#coordinator/store/privateFolder.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;
let root: string;

beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'cuckoo-private-'))));
afterEach(() => rmSync(root, { recursive: true }));

it('makePrivateFolder makes a folder for its owner alone', () => {
  const folder = join(root, 'a', 'b');
  makePrivateFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
});

it('makePrivateFolder closes what an earlier version left open, however deep', () => {
  const folder = join(root, 'data');
  mkdirSync(join(folder, 'database', 'base'), { recursive: true, mode: 0o777 });
  const file = join(folder, 'database', 'base', '1');
  writeFileSync(file, 'prompts');
  chmodSync(file, 0o666);
  chmodSync(folder, 0o777);
  makePrivateFolder(folder);
  const paths = [folder, join(folder, 'database'), join(folder, 'database', 'base'), file];
  expect(paths.map(modeOf)).toEqual([0o700, 0o700, 0o700, 0o600]);
});

it('makePrivateFolder leaves what a link points to as it is', () => {
  const outside = join(root, 'outside');
  writeFileSync(outside, 'public');
  chmodSync(outside, 0o644);
  mkdirSync(join(root, 'data'));
  symlinkSync(outside, join(root, 'data', 'link'));
  makePrivateFolder(join(root, 'data'));
  expect(modeOf(outside)).toBe(0o644);
});

it('makePrivateFolder follows no link to a folder, not even one to itself', () => {
  const outside = join(root, 'outside');
  mkdirSync(outside, { mode: 0o755 });
  writeFileSync(join(outside, 'f'), 'public');
  chmodSync(join(outside, 'f'), 0o644);
  const folder = join(root, 'data');
  mkdirSync(folder);
  for (const [name, target] of [
    ['a', '.'],
    ['b', '.'],
    ['out', outside],
  ] as const)
    symlinkSync(target, join(folder, name));
  makePrivateFolder(folder);
  expect(modeOf(join(outside, 'f'))).toBe(0o644);
});

it('makePrivateFolder closes the folder that a link stands for', () => {
  const folder = join(root, 'real');
  mkdirSync(folder, { mode: 0o755 });
  symlinkSync(folder, join(root, 'data'));
  makePrivateFolder(join(root, 'data'));
  expect(modeOf(folder)).toBe(0o700);
});
