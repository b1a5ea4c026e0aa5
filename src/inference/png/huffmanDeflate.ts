/** A Huffman code: for each symbol its bits, first bit lowest, and how many they are. */
interface HuffmanCode {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

/** The longest code allowed, in bits: RFC 1951, 3.2.7. */
const LONGEST_CODE = 15;
/** The end-of-block symbol. */
const END = 256;
/** The order in which the lengths of the code-length code are written: RFC 1951, 3.2.7. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/**
 * Bits of each code in the code-length code. With 4 bits, the lengths 0 to 15 form a complete code in which
 * each length stands for itself; the repeat symbols are not used.
 */
const LENGTH_BITS = 4;
const LENGTH_CODE: HuffmanCode = {
  codes: Uint16Array.from({ length: LONGEST_CODE + 1 }, (_, length) => reversed(length, LENGTH_BITS)),
  lengths: new Uint8Array(LONGEST_CODE + 1).fill(LENGTH_BITS),
};
/** No distances are used, but some decoders require a complete distance code: two codes of one bit each. */
const DISTANCE_LENGTHS = [1, 1];
/** Deflate with a 32 kB window at the lowest level: RFC 1950, 2.2. */
const ZLIB_HEADER = [0x78, 0x01];
const CHECKSUM_BYTES = 4;

/**
 * Compresses bytes to a zlib stream (RFC 1950) of one block with Huffman codes and no LZ77 matches.
 * Searching for matches takes most of the time in deflate, and a filtered picture contains almost none.
 * @param bytes at least one
 * @example inflateSync(huffmanDeflate(Uint8Array.of(1, 2, 3))); // 1, 2, 3
 */
export function huffmanDeflate(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const counts = new Uint32Array(END + 1);
  for (let at = 0; at < bytes.length; at++) counts[bytes[at]!]!++;
  counts[END] = 1;
  const lengths = codeLengths(counts);
  const codes = codesOf(lengths);
  const written = Uint8Array.of(...lengths, ...DISTANCE_LENGTHS);
  const headBits = 3 + 5 + 5 + 4 + 3 * LENGTH_ORDER.length + LENGTH_BITS * written.length;
  const bits = counts.reduce((sum, count, symbol) => sum + count * lengths[symbol]!, headBits);
  const stream = new Uint8Array(ZLIB_HEADER.length + Math.ceil(bits / 8) + CHECKSUM_BYTES);
  stream.set(ZLIB_HEADER);

  const writer = new BitWriter(stream, ZLIB_HEADER.length);
  // BFINAL, and BTYPE 2: dynamic Huffman codes.
  writer.write(0b101, 3);
  writer.write(lengths.length - 257, 5);
  writer.write(DISTANCE_LENGTHS.length - 1, 5);
  writer.write(LENGTH_ORDER.length - 4, 4);
  for (const length of LENGTH_ORDER) writer.write(length <= LONGEST_CODE ? LENGTH_BITS : 0, 3);
  writer.writeEach(written, LENGTH_CODE);
  writer.writeEach(bytes, { codes, lengths });
  writer.write(codes[END]!, lengths[END]!);
  new DataView(stream.buffer).setUint32(writer.end(), adler32(bytes));
  return stream;
}

const ONE_SYMBOL = Uint8Array.of(0);

/** Packs codes of up to 15 bits, starting at the lowest bit of each byte. */
class BitWriter {
  readonly #stream: Uint8Array;
  #at: number;
  /** Bits that are not written yet, fewer than 16. */
  #waiting = 0;
  #waitingBits = 0;

  constructor(stream: Uint8Array, at: number) {
    this.#stream = stream;
    this.#at = at;
  }

  write(code: number, length: number): void {
    this.writeEach(ONE_SYMBOL, { codes: Uint16Array.of(code), lengths: Uint8Array.of(length) });
  }

  writeEach(symbols: Uint8Array, { codes, lengths }: HuffmanCode): void {
    const stream = this.#stream;
    // Locals are faster than fields in this loop.
    let [at, waiting, waitingBits] = [this.#at, this.#waiting, this.#waitingBits];
    for (let i = 0; i < symbols.length; i++) {
      const symbol = symbols[i]!;
      waiting |= codes[symbol]! << waitingBits;
      waitingBits += lengths[symbol]!;
      if (waitingBits < 16) continue;
      stream[at++] = waiting;
      stream[at++] = waiting >>> 8;
      waiting >>>= 16;
      waitingBits -= 16;
    }
    [this.#at, this.#waiting, this.#waitingBits] = [at, waiting, waitingBits];
  }

  /** Writes the remaining bits, padded to a byte. @returns the next offset */
  end(): number {
    for (; this.#waitingBits > 0; this.#waitingBits -= 8, this.#waiting >>>= 8)
      this.#stream[this.#at++] = this.#waiting;
    return this.#at;
  }
}

/**
 * The length of each symbol's Huffman code, given how often it occurs (0 for never). At least two symbols
 * occur.
 */
function codeLengths(counts: Uint32Array): Uint8Array {
  const leaves = [...counts.keys()]
    .filter((symbol) => counts[symbol]! > 0)
    .sort((a, b) => counts[a]! - counts[b]!);
  // Parents follow the leaves in ascending weight, so the two lightest nodes without a parent are always at
  // the front of one of the two lists.
  const weights = leaves.map((symbol) => counts[symbol]!);
  const parents: number[] = [];
  let [leaf, inner] = [0, leaves.length];
  const lightest = () => (leaf < leaves.length && !(weights[leaf]! > weights[inner]!) ? leaf++ : inner++);
  while (weights.length < 2 * leaves.length - 1) {
    const pair = [lightest(), lightest()];
    for (const child of pair) parents[child] = weights.length;
    weights.push(pair.reduce((sum, child) => sum + weights[child]!, 0));
  }
  const depths = new Array<number>(weights.length).fill(0);
  for (let node = weights.length - 2; node >= 0; node--) depths[node] = depths[parents[node]!]! + 1;
  // Flatter counts give shorter codes. Rounding up keeps every count above zero.
  if (Math.max(...depths) > LONGEST_CODE) return codeLengths(counts.map((count) => Math.ceil(count / 2)));
  const lengths = new Uint8Array(counts.length);
  for (const [at, symbol] of leaves.entries()) lengths[symbol] = depths[at]!;
  return lengths;
}

/** Canonical codes for these lengths (RFC 1951, 3.2.2), first bit lowest. */
function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] === length) codes[symbol] = reversed(code++, length);
    }
    code <<= 1;
  }
  return codes;
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >>> bit) & 1) << (length - 1 - bit);
  return result;
}

/** The largest prime below 2¹⁶, and how many bytes can be summed before 2³² overflows: RFC 1950, 9. */
const ADLER_BASE = 65_521;
const ADLER_RUN = 5_552;

function adler32(bytes: Uint8Array): number {
  let [sum, sums] = [1, 0];
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const to = Math.min(from + ADLER_RUN, bytes.length);
    for (let at = from; at < to; at++) {
      sum += bytes[at]!;
      sums += sum;
    }
    sum %= ADLER_BASE;
    sums %= ADLER_BASE;
  }
  return sums * 2 ** 16 + sum;
}
