import type { Answer } from '#coordinator/tokenizer/textWork.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import type { TextWorker, Turn } from '#coordinator/tokenizer/tokenizerThread.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

/** Whose prompt it is, and until when the answer is wanted. */
export interface Asker {
  readonly client: string;
  readonly signal: AbortSignal;
}

export interface ModelTokenizerDeps {
  /** The model's id. */
  model: string;
  /** Reads what clients send. */
  prompts: TextWorker;
  /** Reads what miners send, so that no client's prompt delays it. */
  results: TextWorker;
}

const charactersOf = ({ messages }: TextRequest): number =>
  messages.reduce((sum, { content }) => sum + content.length, 0);

/** A text model's tokenizer. It works in threads of its own: a text that takes long delays nothing else. */
export class ModelTokenizer {
  readonly #deps: ModelTokenizerDeps;
  /** A task keeps its request's object until it is over, and its prompt's tokens with it. */
  readonly #promptTokens = new WeakMap<TextRequest, number>();

  constructor(deps: ModelTokenizerDeps) {
    this.#deps = deps;
  }

  /**
   * Number of tokens before the answer: what a miner charges for the prompt. Counted once for a request.
   * @throws TokenizerError, InferenceError BAD_REQUEST, the signal's reason
   */
  promptTokens(request: TextRequest, asker: Asker): Promise<number> {
    return this.#count(request, this.#deps.prompts, { ...asker, characters: charactersOf(request) });
  }

  /**
   * What is wrong with an answer to a request; undefined when nothing is.
   * @throws TokenizerError when it could not be read for reasons of our own
   */
  async faultOf(request: TextRequest, answer: Answer): Promise<string | undefined> {
    const { model, results } = this.#deps;
    const { maxTokens, stop } = request;
    const turn: Turn = { client: 'results', characters: answer.text.length };
    try {
      // Known, unless the coordinator was started again since the request came.
      const promptTokens = await this.#count(request, results, turn);
      const args = [{ maxTokens, stop }, answer, promptTokens] as const;
      return await results.run({ model, kind: 'judge', args: [...args] }, turn);
    } catch (error) {
      if (error instanceof TokenizerError && error.code === 'prompt_too_slow')
        return 'tokens that take too long to decode';
      throw error;
    }
  }

  /** The bytes that each token adds to a text; they may be part of a character. @throws TokenizerError */
  spell(tokens: number[]): Promise<number[][]> {
    const { model, results } = this.#deps;
    return results.run({ model, kind: 'spell', args: [tokens] }, { client: 'results', characters: 0 });
  }

  async #count(request: TextRequest, worker: TextWorker, turn: Turn): Promise<number> {
    const known = this.#promptTokens.get(request);
    if (known !== undefined) return known;
    const { messages, date } = request;
    const { model } = this.#deps;
    const count = await worker.run({ model, kind: 'count', args: [{ messages, date }] }, turn);
    this.#promptTokens.set(request, count);
    return count;
  }
}
