/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** GPT-2's characters for the 256 bytes. */
export const BYTES: readonly string[] = (() => {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 0x100 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
})();
const BYTE_PIECES = Array.from(
  { length: 0x100 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
export const CHARACTERS = [..."▁abcdefghijklmnopqrstuvwxyzHLI0123456789.,!?()<>'\n漢é\u0301\u0085"];
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

export interface Change {
  readonly [part: string]: unknown;
  readonly model?: Json;
  /** Flags of `<c>`, which is special, and of `<n>`, which is not. */
  readonly c?: Json;
  readonly n?: Json;
}

export const vocabularyOf = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(['<unk>', '<c>', '<n>', ...tokens])].map((token, id) => [token, id]));
const mergedOf = (merges: readonly string[]): string[] => merges.map((merge) => merge.replace(' ', ''));

export function tokenizer({ c, n, model, ...parts }: Change, base: Json): Json {
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

export const PLAIN_BYTES = {
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: false,
};
export const BYTE_LEVEL = { ...PLAIN_BYTES, use_regex: true };

/** Byte-level BPE, as GPT-2, Llama 3, Qwen, SmolLM and Phi 4 have it. */
export const bytes = (change: Change = {}): Json =>
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

export const DECODE_PIECES = [
  { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
  { type: 'ByteFallback' },
  { type: 'Fuse' },
];

/** BPE on characters with bytes for the others, as Llama 2, Mistral, Phi 3 and Gemma have it. */
export const pieces = (change: Change = {}): Json =>
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
