/** Tokenizers in Hugging Face's format that know single characters, and control tokens. */

const control = (id: number, content: string) => ({
  ...{ id, content, special: true },
  ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
});

/** `<|begin|>` and `<|end|>` around each turn, as ChatML has them. */
export const CHAT_TEMPLATE =
  '{% for message in messages %}<|begin|>{{ message.role }}\n{{ message.content }}<|end|>{% endfor %}' +
  '{% if add_generation_prompt %}<|begin|>assistant\n{% endif %}';

/** The printable bytes as GPT-2 writes them, the space as Ġ and the line feed as Ċ. */
const BYTE_LEVEL = [...Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at)), 'Ġ', 'Ċ'];

export const BEGIN = 0;
export const END = 1;

/** Byte-level BPE: a token for each printable ASCII character, from id 2 on. */
export const byteLevelTokenizer = () => ({
  added_tokens: [control(BEGIN, '<|begin|>'), control(END, '<|end|>')],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<|begin|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [],
    special_tokens: { '<|begin|>': { id: '<|begin|>', ids: [BEGIN], tokens: ['<|begin|>'] } },
  },
  decoder: { type: 'ByteLevel' },
  model: {
    ...{ type: 'BPE', merges: [], ignore_merges: false, byte_fallback: false },
    vocab: Object.fromEntries([
      ['<|begin|>', BEGIN],
      ['<|end|>', END],
      ...BYTE_LEVEL.map((character, at) => [character, at + 2] as const),
    ]),
  },
});

/** Unigram, whose pieces include the text of its control token. */
export const unigramTokenizer = () => ({
  added_tokens: [control(0, '<unk>'), control(1, '</s>')],
  normalizer: null,
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: false },
  post_processor: null,
  decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never' },
  model: {
    ...{ type: 'Unigram', unk_id: 0, byte_fallback: false },
    vocab: [['<unk>', 0], ['</s>', 0], ...[...'▁abcs</>'].map((piece) => [piece, -1])] as [string, number][],
  },
});
