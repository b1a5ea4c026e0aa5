import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** The terminal that a person types at. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/**
 * Asks for a line at the terminal and does not show what is typed.
 * @throws StartupError NO_PASSPHRASE without a terminal, and when the person leaves with Ctrl-C or Ctrl-D
 */
export async function askSecret(question: string, { input, output }: Terminal): Promise<string> {
  if (input.isTTY !== true) {
    throw new StartupError(
      'NO_PASSPHRASE',
      'There is no terminal to ask for the passphrase: set COORDINATOR_PASSPHRASE_FILE.',
    );
  }
  // readline takes away the terminal's own echo; its own goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      const left = () => reject(new StartupError('NO_PASSPHRASE', 'No passphrase was typed.'));
      lines.once('SIGINT', left);
      lines.once('close', left);
      // Only now: what is typed at once must be heard, and not shown.
      output.write(question);
    });
  } finally {
    lines.close();
    output.write('\n');
  }
}
