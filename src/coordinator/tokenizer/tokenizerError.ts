import { CodedError } from '#protocol/codedError.ts';

export type TokenizerErrorCode =
  /** So many prompts wait that no further one is taken. */
  | 'prompt_queue_full'
  /** So many of this client's prompts wait that no further one of its is taken. */
  | 'too_many_prompts'
  /** The time limit for one text is over. */
  | 'prompt_too_slow'
  /** The thread died while it read the text. */
  | 'tokenizer_failed'
  /** The thread cannot start, or has been stopped. */
  | 'tokenizer_unavailable';

const SENTENCES: Record<TokenizerErrorCode, string> = {
  prompt_queue_full:
    'Too many prompts wait to be read, so this one was not taken. Try again in a few seconds.',
  too_many_prompts:
    'Too many prompts of this client wait to be read. Send the next one when some have been answered.',
  prompt_too_slow:
    'The prompt takes too long to split into tokens, so it was not taken. Shorten it, or vary its text.',
  tokenizer_failed:
    'The tokenizer failed while it read this text. Try again; if that fails too, change the text.',
  tokenizer_unavailable: 'The coordinator cannot read texts at the moment. Try again in a minute.',
};

/** Why a text could not be tokenized, in a sentence for who asked. */
export class TokenizerError extends CodedError<TokenizerErrorCode> {
  override readonly name = 'TokenizerError';

  constructor(code: TokenizerErrorCode, cause?: unknown) {
    super(code, SENTENCES[code], { cause });
  }
}
