/** Kinds of CBOR items, by the first three bits of their head: RFC 8949, 3.1. */
const MAJOR = { bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;
/** Bytes of an item's argument, by the last five bits of its head; below 24 the argument is those bits. */
const ARGUMENT_BYTES: Readonly<Record<number, number>> = { 24: 1, 25: 2, 26: 4, 27: 8 };
/** Our deepest message, a text's log-probabilities, has six levels. */
const MAX_DEPTH = 16;

/**
 * Whether CBOR holds at most so many items, none nested too deeply, without building any. Each item takes
 * one byte to send and a hundred to hold, so a few megabytes of `{}` would become a gigabyte. Items of open
 * length are refused: our encoder writes none.
 * @returns false also for bytes that end in the middle
 * @example
 * if (!isBoundedCbor(bytes, 10_000)) throw new RefusalError('MALFORMED', 'too many items');
 */
export function isBoundedCbor(bytes: Uint8Array, maxItems: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Items that each open array, map or tag still waits for. */
  const open: number[] = [];
  let [at, items] = [0, 0];
  do {
    if (at >= bytes.length || ++items > maxItems) return false;
    const head = bytes[at++]!;
    const [major, info] = [head >> 5, head & 0x1f];
    let argument = info;
    if (info >= 24) {
      const length = ARGUMENT_BYTES[info];
      if (length === undefined || at + length > bytes.length) return false;
      argument = Number(readArgument(view, at, length));
      at += length;
    }
    if (open.length > 0) open[open.length - 1]!--;
    if (major === MAJOR.bytes || major === MAJOR.text) at += argument;
    else if (major === MAJOR.array) open.push(argument);
    else if (major === MAJOR.map) open.push(2 * argument);
    else if (major === MAJOR.tag) open.push(1);
    if (open.length > MAX_DEPTH) return false;
    while (open.length > 0 && open[open.length - 1] === 0) open.pop();
  } while (open.length > 0);
  return at <= bytes.length;
}

function readArgument(view: DataView, at: number, length: number): number | bigint {
  if (length === 1) return view.getUint8(at);
  if (length === 2) return view.getUint16(at);
  return length === 4 ? view.getUint32(at) : view.getBigUint64(at);
}
