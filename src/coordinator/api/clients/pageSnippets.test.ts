import '#network/polyfill.ts';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { type SnippetKind, type SnippetLanguage, snippetOf } from '#web/developers/snippets.ts';

/** The programs of the page /developers, run as a reader runs them. */

const whole = useWholeCoordinator();
const run = promisify(execFile);
const MODELS = { image: 'draw', text: 'talk' };
/** What the test's miner answers. */
const TALE = 'once upon a time';
/** Where the reader has not installed Python, its programs are not read. */
const hasPython = spawnSync('python3', ['--version']).status === 0;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-snippets-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
});
afterEach(() => rm(folder, { recursive: true }));

const snippet = (language: SnippetLanguage, kind: SnippetKind) =>
  snippetOf(language, kind, { baseUrl: `${whole.url}/v1`, model: MODELS[kind] });

async function runNode(program: string): Promise<string> {
  await writeFile(join(folder, 'program.mjs'), program);
  return (await run(process.execPath, ['program.mjs'], { cwd: folder })).stdout;
}
const runShell = async (line: string) => (await run('bash', ['-c', line], { cwd: folder })).stdout;
const isPng = async () =>
  (await readFile(join(folder, 'fox.png'))).subarray(0, 4).equals(Buffer.from('\x89PNG', 'latin1'));

describe('the snippet of', () => {
  it('curl makes an image', async () => {
    await whole.mine('ann');
    await runShell(snippet('curl', 'image'));
    expect(await isPng()).toBe(true);
  });

  it('curl streams a text', async () => {
    await whole.mine('ann');
    const events = (await runShell(snippet('curl', 'text'))).split('\n\n').map((event) => event.trim());
    const chunks = events.filter((event) => event.startsWith('data: {'));
    const text = chunks.map((chunk) => JSON.parse(chunk.slice(6)).choices[0].delta.content ?? '').join('');
    expect([text, events.includes('data: [DONE]')]).toEqual([TALE, true]);
  });

  it('JavaScript makes an image', async () => {
    await whole.mine('ann');
    await runNode(snippet('javascript', 'image'));
    expect(await isPng()).toBe(true);
  });

  it('JavaScript streams a text', async () => {
    await whole.mine('ann');
    expect(await runNode(snippet('javascript', 'text'))).toBe(TALE);
  });

  it.skipIf(!hasPython).each(['image', 'text'] as const)('Python is a program (%s)', async (kind) => {
    await writeFile(join(folder, 'program.py'), snippet('python', kind));
    await run('python3', ['-m', 'py_compile', 'program.py'], { cwd: folder });
  });
});

describe('a name that a stranger chose', () => {
  const hostile = { baseUrl: "http://x/'$(touch hacked)'/v1", model: 'm\'; touch hacked #"`touch hacked`' };

  it.each(['image', 'text'] as const)('runs nothing in a shell (%s)', async (kind) => {
    // Only prints the arguments that curl would get.
    const line = snippetOf('curl', kind, hostile).replace(/^curl/, "printf '%s\\n'");
    const shown = await runShell(line);
    expect(shown.split('\n').filter((part) => part.startsWith('http'))).toEqual([
      `${hostile.baseUrl}/${kind === 'image' ? 'images/generations' : 'chat/completions'}`,
    ]);
    expect(shown).toContain(JSON.stringify(hostile.model));
    await expect(readFile(join(folder, 'hacked'))).rejects.toThrow('ENOENT');
  });

  it('stays a string in JavaScript', async () => {
    const [line] = /model: .*(?=,$)/m.exec(snippetOf('javascript', 'text', hostile))!;
    expect(await runNode(`console.log(({ ${line} }).model)`)).toBe(`${hostile.model}\n`);
  });
});
