/** How a tokenizer writes bytes in the text of its tokens. */
export type TokenEncoding =
  /** One printable character for each byte, as GPT-2 does. */
  | 'byte-level'
  /** Text with ▁ for a space, and `<0x0A>` for a byte that is not part of a piece. */
  | 'sentencepiece'
  | 'text';

interface DecoderJson {
  readonly type?: string;
  readonly decoders?: readonly DecoderJson[];
  readonly pattern?: { readonly String?: string };
}

/**
 * The encoding of a `tokenizer.json`'s tokens, by its decoder.
 * @example
 * tokenEncodingOf({ type: 'ByteLevel' }); // 'byte-level'
 */
export function tokenEncodingOf(decoder: DecoderJson | null | undefined): TokenEncoding {
  const steps = decoder?.decoders ?? (decoder ? [decoder] : []);
  if (steps.some(({ type }) => type === 'ByteLevel')) return 'byte-level';
  const writesSpaces = ({ type, pattern }: DecoderJson) => type === 'Metaspace' || pattern?.String === '▁';
  return steps.some((step) => step.type === 'ByteFallback' || writesSpaces(step)) ? 'sentencepiece' : 'text';
}

/** Bytes that GPT-2's encoding leaves as they are: the printable ones of Latin-1. */
const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The byte that each character of GPT-2's encoding stands for; the others come from 0x100 on, in order. */
const BYTE_OF: ReadonlyMap<string, number> = (() => {
  let next = 0x100;
  const bytes = Array.from({ length: 0x100 }, (_, byte) => byte);
  return new Map(bytes.map((byte) => [String.fromCharCode(isPrintable(byte) ? byte : next++), byte]));
})();

const BYTE_PIECE = /^<0x([0-9A-Fa-f]{2})>$/;

/**
 * The bytes that a token adds to a text, leading space included. A token may be part of a character.
 * @param piece the token's text in the vocabulary
 * @example
 * tokenBytes('Ġred', 'byte-level'); // the bytes of ' red'
 * tokenBytes('<0xE2>', 'sentencepiece'); // e2
 */
export function tokenBytes(piece: string, encoding: TokenEncoding): Uint8Array {
  if (encoding === 'byte-level') {
    const bytes = [...piece].map((character) => BYTE_OF.get(character));
    // A control token's text is not encoded.
    if (bytes.every((byte) => byte !== undefined)) return Uint8Array.from(bytes);
  }
  if (encoding === 'sentencepiece') {
    const byte = BYTE_PIECE.exec(piece)?.[1];
    if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
    return new TextEncoder().encode(piece.replaceAll('▁', ' '));
  }
  return new TextEncoder().encode(piece);
}
