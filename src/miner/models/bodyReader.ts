/** Of the buffer that pieces come in, in bytes: the size of what the network brings at a time, and some. */
const PIECE_BYTES = 2 ** 20;

/** The bytes of an answer, piece by piece. */
export interface BodyReader {
  /** @returns the next piece, good until the next is asked for; undefined at the end */
  read(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  cancel(): Promise<void>;
}

/**
 * Reads into one buffer again and again where the browser can: a fresh buffer for each piece leaves a hundred
 * megabytes of them about before they are collected.
 */
export function readBody(body: ReadableStream<Uint8Array<ArrayBuffer>>): BodyReader {
  const reader = byteReader(body);
  if (reader === undefined) {
    const plain = body.getReader();
    return { read: async () => (await plain.read()).value, cancel: () => plain.cancel() };
  }
  let buffer = new ArrayBuffer(PIECE_BYTES);
  return {
    read: async () => {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return undefined;
      buffer = value.buffer;
      return value;
    },
    cancel: () => reader.cancel(),
  };
}

/** Undefined where a body is no stream of bytes: a browser may give one of pieces only. */
function byteReader(body: ReadableStream): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
