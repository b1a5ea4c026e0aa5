import { askSecret, type Terminal } from '#coordinator/keys/askSecret.ts';
import { readSecretFile } from '#coordinator/keys/keyFile.ts';
import type { KeySettings } from '#coordinator/startup/settings.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';

export type PassphraseSettings = Pick<KeySettings, 'COORDINATOR_PASSPHRASE' | 'COORDINATOR_PASSPHRASE_FILE'>;

/** Whoever has the file can guess at leisure: a short passphrase would fall in days. In characters. */
const LEAST_PASSPHRASE = 12;

/** The questions go to stderr: what is printed to stdout can be piped on. */
export const THIS_TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

async function given(settings: PassphraseSettings): Promise<string | undefined> {
  const { COORDINATOR_PASSPHRASE_FILE: file, COORDINATOR_PASSPHRASE: inline } = settings;
  if (file === undefined) return inline;
  const text = await readSecretFile(file, 'The passphrase’s file', 'write the passphrase there');
  // Editors end a file with a line break.
  return text.replace(/\r?\n$/, '');
}

/** What opens the keystore: from the settings, or else from the terminal. @throws StartupError */
export const readPassphrase = async (
  settings: PassphraseSettings,
  terminal = THIS_TERMINAL,
): Promise<string> => (await given(settings)) ?? askSecret('Passphrase of the coordinator’s key: ', terminal);

/** For a new keystore; a person types it twice. @throws StartupError NO_PASSPHRASE if it is bad */
export async function choosePassphrase(
  settings: PassphraseSettings,
  terminal = THIS_TERMINAL,
): Promise<string> {
  const ready = await given(settings);
  const passphrase =
    ready ?? (await askSecret(`New passphrase, ${LEAST_PASSPHRASE} characters or more: `, terminal));
  if ([...passphrase].length < LEAST_PASSPHRASE)
    throw new StartupError('NO_PASSPHRASE', `The passphrase needs at least ${LEAST_PASSPHRASE} characters.`);
  if (ready === undefined && (await askSecret('The same again: ', terminal)) !== passphrase)
    throw new StartupError('NO_PASSPHRASE', 'The two passphrases are not the same: start again.');
  return passphrase;
}
