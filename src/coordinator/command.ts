import { StartupError } from '#coordinator/startup/startupError.ts';
import { withoutUrls } from '#coordinator/telemetry/withoutUrls.ts';

/**
 * `npm run coordinator`: starts the coordinator; with `keys …` makes or shows its key, and with `shared …`
 * removes a result that its maker has made public.
 */
const [command, ...args] = process.argv.slice(2);

async function keys(): Promise<void> {
  // A new key is for this user alone.
  process.umask(0o077);
  const { keysCommand } = await import('#coordinator/keys/keysCommand.ts');
  process.stdout.write(`${await keysCommand(args, process.env, Math.floor(Date.now() / 1_000))}\n`);
}

async function shared(): Promise<void> {
  const { sharedCommand } = await import('#coordinator/shared/sharedCommand.ts');
  process.stdout.write(`${await sharedCommand(args, process.env, Math.floor(Date.now() / 1_000))}\n`);
}

/** @throws StartupError */
async function run(): Promise<void> {
  if (command === 'keys') return keys();
  if (command === 'shared') return shared();
  throw unknown(command!);
}

if (command === undefined) await import('#coordinator/main.ts');
else {
  await run().catch((error: unknown) => {
    const text = error instanceof StartupError ? error.sentence : String((error as Error).stack);
    process.stderr.write(`${withoutUrls(text)}\n`);
    process.exitCode = 1;
  });
}

function unknown(name: string): StartupError {
  const message = `The coordinator has no command ${name}. It starts without one, and has keys new, keys show and shared remove.`;
  return new StartupError('BAD_COMMAND', message);
}
