import type { Logger } from 'pino';
import type { QueueLimits } from '#coordinator/tokenizer/fairQueue.ts';
import { type TextWorker, TokenizerThread } from '#coordinator/tokenizer/tokenizerThread.ts';
import type { LoadedTokenizers, ModelFiles } from '#coordinator/tokenizer/workerMessages.ts';

/**
 * Prompts that wait: 16 MB at most, as a character has two bytes. A client may send all at once that its
 * quota has by default, which is 60.
 */
const PROMPTS: QueueLimits = {
  jobs: 256,
  characters: 8_000_000,
  clientJobs: 64,
  clientCharacters: 2_000_000,
};

const UNBOUNDED = Number.POSITIVE_INFINITY;
/** Bounded by the tasks: each has at most one result that is checked, or read for its client. */
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

/** Starts both threads. Without text models there are no prompts to read. @throws why they cannot */
export async function startTokenizers(models: readonly ModelFiles[], log: Logger): Promise<Tokenizers> {
  const onFault = (error: Error) => log.error({ err: error }, 'a tokenizer’s thread was ended');
  const prompts = new TokenizerThread({ models, limits: PROMPTS, onFault });
  const results = new TokenizerThread({ models, limits: RESULTS, onFault });
  const close = async () => {
    await Promise.all([prompts.close(), results.close()]);
  };
  try {
    const starts = [results.start(), ...(models.length === 0 ? [] : [prompts.start()])];
    const [loaded] = await Promise.all(starts);
    const { longestTokens } = loaded!;
    return { longestTokens, prompts, results, close };
  } catch (error) {
    await close();
    throw error;
  }
}
