import type { Logger } from 'pino';
import type { QueueLimits } from '#coordinator/tokenizer/fairQueue.ts';
import { type TextWorker, TokenizerThread } from '#coordinator/tokenizer/tokenizerThread.ts';
import type { LoadedTokenizers, ModelFiles } from '#coordinator/tokenizer/workerMessages.ts';

/** Prompts that wait. A client may send as many at once as its quota has by default, and no text is 16 MB. */
const PROMPTS: QueueLimits = {
  jobs: 256,
  characters: 8_000_000,
  clientJobs: 64,
  clientCharacters: 2_000_000,
};

const UNBOUNDED = Number.POSITIVE_INFINITY;
/** An unfinished task has at most one result that waits, and there are MAX_TASKS of them. */
const RESULTS: QueueLimits = {
  jobs: UNBOUNDED,
  characters: UNBOUNDED,
  clientJobs: UNBOUNDED,
  clientCharacters: UNBOUNDED,
};

/** The threads that tokenize, of which each has the tokenizers of all text models. */
export interface Tokenizers extends LoadedTokenizers {
  prompts: TextWorker;
  results: TextWorker;
  close(): Promise<void>;
}

/** Starts both threads. Without text models there are none to start. @throws why they cannot */
export async function startTokenizers(models: readonly ModelFiles[], log: Logger): Promise<Tokenizers> {
  const onFault = (error: Error) => log.error({ err: error }, 'a tokenizer’s thread was ended');
  const prompts = new TokenizerThread({ models, limits: PROMPTS, onFault });
  const results = new TokenizerThread({ models, limits: RESULTS, onFault });
  const close = async () => {
    await Promise.all([prompts.close(), results.close()]);
  };
  if (models.length === 0) return { longestTokens: {}, prompts, results, close };
  try {
    const [{ longestTokens }] = await Promise.all([prompts.start(), results.start()]);
    return { longestTokens, prompts, results, close };
  } catch (error) {
    await close();
    throw error;
  }
}
