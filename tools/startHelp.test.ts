import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let clone: string;
beforeEach(() => {
  // As fresh as after git clone: no packages.
  clone = mkdtempSync(join(tmpdir(), 'cuckoo-help-'));
  for (const file of readdirSync('tools').filter((name) => name.endsWith('.mjs')))
    cpSync(join('tools', file), join(clone, 'tools', file));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

it.each(['--help', '-h'])('a fresh clone answers %s at once and installs nothing', (option) => {
  const output = execFileSync(process.execPath, ['tools/start.mjs', option], {
    cwd: clone,
    encoding: 'utf8',
  });
  expect(output).toMatch(/^npm start -- \[options\]\n/);
  expect(output).not.toContain('Starting');
  expect(readdirSync(clone)).toEqual(['tools']);
});
