/** Small tokenizers, one for each form of published `tokenizer.json` files, and texts to try on them. */

type Json = Readonly<Record<string, unknown>>;

/** Texts in which the forms differ: spaces, digits, marks, ideographs, and control tokens. */
export const FORM_TEXTS: readonly string[] = [
  ...[
    'Hello  world',
    "don't I'LL",
    ' a\n\n b\t',
    '12 345',
    '٣٤½Ⅷ',
    'é e\u0301 ﬁ İ',
    '漢𠀀字',
    '😀a',
    '▁a ▁▁',
    'a a  a',
  ],
  ...[
    'x \u0085\uFEFF y',
    '\u0085',
    '(a)!? —b',
    'x<c> y',
    ' <c><c>  a',
    '\u0085<c>\uFEFFa',
    'a <n>\u0085b <n>',
    'aab\uD800b',
  ],
];

/** GPT-2's characters for the 256 bytes. */
const BYTES: readonly string[] = (() => {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 0x100 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
})();
const BYTE_PIECES = Array.from(
  { length: 0x100 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
const CHARACTERS = [..."▁abcdefghijklmnopqrstuvwxyzHLI0123456789.,!?()<>'\n漢é\u0301\u0085"];
const MERGES = ['h e', 'l l', 'he ll', 'a b', '1 2'];
const BYTE_MERGES = [
  ...MERGES,
  'Ġ Ġ',
  'Ġ a',
  'a Ġ',
  "' t",
  'Ċ Ċ',
  'ĠĠ ĠĠ',
  'Ù £',
  'Â ħ',
  'Ì ģ',
  'Ċ Ġ',
  'a a',
];
const PIECE_MERGES = [...MERGES, '▁ ▁', '▁ a', 'a ▁', 'a a'];

const added = (id: number, content: string, change: Json = {}): Json => ({
  ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
  ...change,
});

interface Change {
  readonly [part: string]: unknown;
  readonly model?: Json;
  /** Flags of `<c>`, which is special, and of `<n>`, which is not. */
  readonly c?: Json;
  readonly n?: Json;
}

const vocabularyOf = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(['<unk>', '<c>', '<n>', ...tokens])].map((token, id) => [token, id]));
const mergedOf = (merges: readonly string[]): string[] => merges.map((merge) => merge.replace(' ', ''));

function tokenizer({ c, n, model, ...parts }: Change, base: Json): Json {
  const tokens = [added(0, '<unk>'), added(1, '<c>', c), added(2, '<n>', { special: false, ...n })];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: tokens,
    post_processor: null,
    ...base,
    ...parts,
  };
}

const PLAIN_BYTES = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const BYTE_LEVEL = { ...PLAIN_BYTES, use_regex: true };

/** Byte-level BPE, as GPT-2, Llama 3, Qwen, SmolLM and Phi 4 have it. */
const bytes = (change: Change = {}): Json =>
  tokenizer(change, {
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      ...{
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: '',
        end_of_word_suffix: '',
      },
      ...{ fuse_unk: false, byte_fallback: false, ignore_merges: false, merges: BYTE_MERGES },
      vocab: vocabularyOf([...BYTES, ...mergedOf(BYTE_MERGES), 'Hello']),
      ...change.model,
    },
  });

const DECODE_PIECES = [
  { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
  { type: 'ByteFallback' },
  { type: 'Fuse' },
];

/** BPE on characters with bytes for the others, as Llama 2, Mistral, Phi 3 and Gemma have it. */
const pieces = (change: Change = {}): Json =>
  tokenizer(change, {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: [...DECODE_PIECES, { type: 'Strip', content: ' ', start: 1, stop: 0 }],
    },
    model: {
      ...{
        type: 'BPE',
        dropout: null,
        unk_token: '<unk>',
        fuse_unk: true,
        byte_fallback: true,
        merges: PIECE_MERGES,
      },
      vocab: vocabularyOf([...BYTE_PIECES, ...CHARACTERS, ...mergedOf(PIECE_MERGES)]),
      ...change.model,
    },
  });

const before = (...pretokenizers: Json[]): Change => ({
  pre_tokenizer: { type: 'Sequence', pretokenizers: [...pretokenizers, PLAIN_BYTES] },
});
const split = (pattern: Json, behavior: string, invert = false): Change =>
  before({ type: 'Split', pattern, behavior, invert });
const metaspace = (prepend_scheme: string, splits: boolean): Change => ({
  normalizer: null,
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme, split: splits },
});
const bert = (
  clean_text: boolean,
  handle_chinese_chars: boolean,
  strip_accents: boolean | null,
  lowercase: boolean,
) =>
  bytes({
    normalizer: { type: 'BertNormalizer', clean_text, handle_chinese_chars, strip_accents, lowercase },
  });
const { type: _type, ...untyped } = bytes().model as Json;

const LETTER = { String: 'a' };
const SPACE_OR_DIGIT = { Regex: '\\s|\\d' };
const BEHAVIORS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

/** The forms that this engine computes, by name. */
export const FORMS: Readonly<Record<string, Json>> = {
  'bytes, as GPT-2': bytes(),
  'bytes, model without a type': { ...bytes(), model: untyped },
  'bytes with a prefix space': bytes({ pre_tokenizer: { ...BYTE_LEVEL, add_prefix_space: true } }),
  'bytes, digits alone, as SmolLM': bytes({
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: true }, BYTE_LEVEL],
    },
  }),
  'bytes, digits in runs': bytes({
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: false }, BYTE_LEVEL],
    },
  }),
  'bytes, whole words first': bytes({ model: { ignore_merges: true } }),
  'bytes, decoder in a sequence': bytes({ decoder: { type: 'Sequence', decoders: [BYTE_LEVEL] } }),
  'pieces, as Llama 2': pieces(),
  'pieces without bytes': pieces({ model: { byte_fallback: false } }),
  'pieces without bytes, each unknown': pieces({ model: { byte_fallback: false, fuse_unk: false } }),
  'pieces, as Gemma 3': pieces({
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    decoder: { type: 'Sequence', decoders: DECODE_PIECES },
  }),
  'pieces, tokens that strip, as Phi 3': pieces({ c: { rstrip: true }, n: { rstrip: true } }),
  ...Object.fromEntries(
    ['always', 'first', 'never'].flatMap((scheme) =>
      [true, false].map((splits) => [
        `metaspace ${scheme}, ${splits ? 'split' : 'whole'}`,
        pieces(metaspace(scheme, splits)),
      ]),
    ),
  ),
  'metaspace without a scheme': pieces({
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
  }),
  'metaspace decoder': pieces({
    ...metaspace('never', false),
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true },
  }),
  unigram: tokenizer(metaspace('always', true), {
    decoder: null,
    model: {
      ...{ type: 'Unigram', unk_id: 0, byte_fallback: false },
      vocab: ['<unk>', '<c>', '<n>', ...CHARACTERS, 'Hel', 'lo', '▁wor', 'ld', '▁a'].map((piece, at) => [
        piece,
        at < 3 ? 0 : -2 - (at % 3),
      ]),
    },
  }),
  ...Object.fromEntries(
    BEHAVIORS.flatMap((behavior) => [
      [`split ${behavior} at a text`, bytes(split(LETTER, behavior))],
      [`split ${behavior} at an expression`, bytes(split(SPACE_OR_DIGIT, behavior))],
      [`punctuation ${behavior}`, bytes(before({ type: 'Punctuation', behavior }))],
    ]),
  ),
  ...Object.fromEntries(
    ['Removed', 'Isolated', 'Contiguous'].map((behavior) => [
      `split ${behavior}, inverted`,
      bytes(split(SPACE_OR_DIGIT, behavior, true)),
    ]),
  ),
  ...Object.fromEntries(
    ['Whitespace', 'WhitespaceSplit', 'BertPreTokenizer'].map((type) => [
      `pre-tokenizer ${type}`,
      bytes(before({ type })),
    ]),
  ),
  ...Object.fromEntries(
    ['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'StripAccents'].map((type) => [
      `normalizer ${type}`,
      bytes({ normalizer: { type } }),
    ]),
  ),
  'strip both': bytes({ normalizer: { type: 'Strip', strip_left: true, strip_right: true } }),
  'strip left': bytes({ normalizer: { type: 'Strip', strip_left: true, strip_right: false } }),
  'strip right': bytes({ normalizer: { type: 'Strip', strip_left: false, strip_right: true } }),
  'replacement with a dollar': bytes({ normalizer: { type: 'Replace', pattern: LETTER, content: '$&$1' } }),
  'replacement by an expression': bytes({
    normalizer: { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
  }),
  'bert, all': bert(true, true, null, true),
  'bert, accents alone': bert(false, false, true, false),
  'bert, ideographs alone': bert(false, true, false, false),
  'bert, clean and lower case with accents': bert(true, false, false, true),
  'word pieces': {
    ...pieces({
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
    }),
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{
        type: 'WordPiece',
        unk_token: '<unk>',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
      },
      vocab: vocabularyOf([...CHARACTERS, ...CHARACTERS.map((character) => `##${character}`), 'hello']),
    },
  },
  'tokens that strip before': bytes({ c: { lstrip: true }, n: { lstrip: true } }),
  'tokens that strip behind': bytes({ c: { rstrip: true }, n: { rstrip: true } }),
  'tokens that strip both': bytes({ c: { lstrip: true, rstrip: true }, n: { lstrip: true, rstrip: true } }),
  'a normalized token': bytes({ normalizer: { type: 'Lowercase' }, n: { normalized: true } }),
};
