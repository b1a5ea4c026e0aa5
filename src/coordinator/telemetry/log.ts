import { pino, type Logger } from 'pino';

/**
 * An error in the log: never its extra fields, nor a database driver's list of parameters, which holds
 * prompts.
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

/** The log: one JSON object a line. Prompts, keys and what peers say stay out of it. */
export const createLog = (level: string): Logger =>
  pino({ level, base: null, serializers: { err: describe } });
