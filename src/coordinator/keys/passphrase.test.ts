import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { choosePassphrase, readPassphrase } from '#coordinator/keys/passphrase.ts';

/** A terminal at which these lines are typed, each once it is asked for. */
function terminalWith(...typed: string[]) {
  const shown: string[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = new PassThrough();
  output.on('data', (chunk: Buffer) => {
    shown.push(String(chunk));
    const next = String(chunk).trim() === '' ? undefined : typed.shift();
    if (next !== undefined) input.write(next);
  });
  return { terminal: { input, output }, shown };
}

it('asks for the passphrase and does not show what is typed', async () => {
  const { terminal, shown } = terminalWith('correct horse\r');
  expect(await readPassphrase({}, terminal)).toBe('correct horse');
  expect(shown.join('')).toBe('Passphrase of the coordinator’s key: \n');
});

it('takes what is deleted while typing as not typed', async () => {
  const { terminal } = terminalWith('correct hors\x7fse\r');
  expect(await readPassphrase({}, terminal)).toBe('correct horse');
});

it.each([
  ['Ctrl-C', '\x03'],
  ['Ctrl-D', '\x04'],
])('gives up at %s', async (_, key) => {
  const { terminal } = terminalWith(key);
  await expect(readPassphrase({}, terminal)).rejects.toMatchObject({ code: 'NO_PASSPHRASE' });
});

it('asks for a new passphrase twice', async () => {
  const twice = (again: string) => terminalWith('correct horse\r', `${again}\r`).terminal;
  expect(await choosePassphrase({}, twice('correct horse'))).toBe('correct horse');
  await expect(choosePassphrase({}, twice('correct house'))).rejects.toMatchObject({ code: 'NO_PASSPHRASE' });
});

it('wants twelve characters, not eleven', async () => {
  expect(await choosePassphrase({ COORDINATOR_PASSPHRASE: 'é'.repeat(12) })).toBe('é'.repeat(12));
  const short = choosePassphrase({ COORDINATOR_PASSPHRASE: 'é'.repeat(11) });
  await expect(short).rejects.toMatchObject({ code: 'NO_PASSPHRASE' });
});
