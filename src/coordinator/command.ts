import { StartupError } from '#coordinator/startup/startupError.ts';
import { withoutUrls } from '#coordinator/telemetry/withoutUrls.ts';

/** `npm run coordinator`: starts the coordinator, or with `keys …` makes or shows its key. */
const [command, ...args] = process.argv.slice(2);

async function keys(): Promise<void> {
  // A new key is for this user alone.
  process.umask(0o077);
  const { keysCommand } = await import('#coordinator/keys/keysCommand.ts');
  process.stdout.write(`${await keysCommand(args, process.env, Math.floor(Date.now() / 1_000))}\n`);
}

if (command === undefined) await import('#coordinator/main.ts');
else {
  // Anything but `keys` is refused there, with the commands that there are.
  await (command === 'keys' ? keys() : Promise.reject(unknown(command))).catch((error: unknown) => {
    const text = error instanceof StartupError ? error.sentence : String((error as Error).stack);
    process.stderr.write(`${withoutUrls(text)}\n`);
    process.exitCode = 1;
  });
}

function unknown(name: string): StartupError {
  const message = `The coordinator has no command ${name}. It starts without one, and has keys new and keys show.`;
  return new StartupError('BAD_COMMAND', message);
}
