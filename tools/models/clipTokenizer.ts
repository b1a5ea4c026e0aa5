const START = '<|startoftext|>';
const END = '<|endoftext|>';
/** How CLIP marks the last piece of a word. */
const WORD_END = '</w>';

/**
 * `tokenizer.json` in CLIP's form (lower case, byte pairs with a mark at word ends, start and end tokens put around),
 * with the letters as its vocabulary and the merges that a few words need.
 */
export function clipTokenizerJson(): object {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const merges: [string, string][] = [
    ['r', 'e'],
    ['re', `d${WORD_END}`],
    ['c', 'a'],
    ['ca', `t${WORD_END}`],
  ];
  const pieces = [
    ...letters,
    ...letters.map((letter) => letter + WORD_END),
    ...merges.map(([left, right]) => left + right),
  ];
  const vocab = Object.fromEntries([...pieces, START, END].map((piece, id) => [piece, id]));
  const special = (content: string) => ({
    ...{ id: vocab[content], content, single_word: false, lstrip: false, rstrip: false },
    ...{ normalized: true, special: true },
  });
  return {
    version: '1.0',
    added_tokens: [START, END].map(special),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [END, vocab[END]],
      cls: [START, vocab[START]],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      ...{ type: 'BPE', unk_token: END, continuing_subword_prefix: '', end_of_word_suffix: WORD_END },
      ...{ fuse_unk: false, vocab, merges },
    },
  };
}

export const clipTokenizerConfig = (tokens: number): object => ({
  ...{ tokenizer_class: 'CLIPTokenizer', bos_token: START, eos_token: END, unk_token: END, pad_token: END },
  ...{ add_prefix_space: false, do_lower_case: true, model_max_length: tokens },
});
