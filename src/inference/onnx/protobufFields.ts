/** One field of an encoded protobuf message. */
export interface ProtobufField {
  readonly number: number;
  /** Where the field begins, tag included, and where the next one begins. */
  readonly start: number;
  readonly end: number;
  /** Length-delimited fields only: where their content begins; it goes to `end`. */
  readonly content: number;
  /** Varint fields only. */
  readonly value: number;
}

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/**
 * The fields of the message in `bytes[from, to)`, without a look at what they hold, so that the gigabytes of
 * weights in an ONNX file are stepped over.
 * @throws RangeError if the bytes are not a protobuf message
 * @example
 * for (const { number } of protobufFields(bytes)) console.log(number);
 */
export function* protobufFields(
  bytes: Uint8Array,
  from = 0,
  to = bytes.length,
): Generator<ProtobufField, void, undefined> {
  let at = from;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      // Ten bytes hold 64 bits; what is beyond 2^53 is a negative number, which no caller asks for.
      if (byte === undefined || scale > 2 ** 63) throw new RangeError('the protobuf message is broken');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < to) {
    const start = at;
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    let value = 0;
    if (wire === VARINT) value = varint();
    else if (wire === FIXED64) at += 8;
    else if (wire === FIXED32) at += 4;
    else if (wire === DELIMITED) value = varint();
    else throw new RangeError(`wire type ${wire} is not known`);
    const content = at;
    if (wire === DELIMITED) at += value;
    if (at > to) throw new RangeError('the protobuf message ends early');
    yield { number, start, end: at, content, value };
  }
}

/**
 * A length-delimited field: a string, bytes, or a message as the fields it is made of.
 * @example
 * delimitedField(1, 'a'); // bytes 0a 01 61
 */
export function delimitedField(number: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const contents = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return joinBytes([encodeVarint(number * 8 + DELIMITED), encodeVarint(length), ...contents]);
}

/**
 * A whole number of zero or more.
 * @example
 * varintField(1, 300); // bytes 08 ac 02
 */
export function varintField(number: number, value: number): Uint8Array {
  return joinBytes([encodeVarint(number * 8 + VARINT), encodeVarint(value)]);
}

function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      bytes.push(rest);
      return Uint8Array.from(bytes);
    }
    bytes.push((rest % 128) + 128);
  }
}

/**
 * The parts in one array, one after the other.
 * @example
 * joinBytes([Uint8Array.of(1), Uint8Array.of(2)]); // 01 02
 */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
