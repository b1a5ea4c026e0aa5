import type { TextWorker } from '#coordinator/tokenizer/tokenizerThread.ts';
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
}

const charactersOf = ({ messages }: TextRequest): number =>
  messages.reduce((sum, { content }) => sum + content.length, 0);

/** A text model's tokenizer. It works in a thread of its own: a text that takes long delays nothing else. */
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
  async promptTokens(request: TextRequest, asker: Asker): Promise<number> {
    const known = this.knownPromptTokens(request);
    if (known !== undefined) return known;
    const { messages, date } = request;
    const { model, prompts } = this.#deps;
    const turn = { ...asker, characters: charactersOf(request) };
    const count = await prompts.run({ model, kind: 'count', args: [{ messages, date }] }, turn);
    this.#promptTokens.set(request, count);
    return count;
  }

  /** The number, if it was counted since this process began. */
  knownPromptTokens(request: TextRequest): number | undefined {
    return this.#promptTokens.get(request);
  }
}
