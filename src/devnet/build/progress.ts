/** Tells whoever started something what is being done (tools/stepPrinter.mjs prints it). */
export interface Progress {
  say(sentence: string): void;
  /**
   * A step begins.
   * @returns ends it, with what came of it
   * @example const end = progress.begin('contracts'); end('done');
   */
  begin(what: string): (outcome: string) => void;
}

/**
 * Names a step as it begins and as it ends.
 * @throws whatever the work throws
 * @example const chain = await during(progress, 'chain', () => startChain(options));
 */
export async function during<T>(progress: Progress, what: string, work: () => Promise<T>): Promise<T> {
  const end = progress.begin(what);
  try {
    const done = await work();
    end('done');
    return done;
  } catch (error) {
    end('failed');
    throw error;
  }
}

/** Of a start that nobody reads, as a test's. */
export const SILENT: Progress = { say: () => undefined, begin: () => () => undefined };
