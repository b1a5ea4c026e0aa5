import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { withoutUrls } from '#coordinator/telemetry/withoutUrls.ts';

/**
 * An error as it is logged: without its extra fields, and without a database driver's list of parameters,
 * which contains prompts.
 */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const [message] = error.message.split('\nparams:');
  const frames = error.stack?.slice(error.stack.indexOf('\n    at ') + 1);
  return {
    type: error.name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    ...(frames === undefined ? {} : { stack: frames }),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  };
}

/** The log: one JSON object per line, without prompts, keys or text from peers. */
export const createLog = (level: string, to: DestinationStream = destination()): Logger =>
  pino({ level, base: null, serializers: { err: describe }, hooks: { streamWrite: withoutUrls } }, to);
