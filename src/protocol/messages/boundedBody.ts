import { CodedError } from '#protocol/codedError.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * An HTTP answer is longer than any honest one.
 * @example if (error instanceof BodyError) blame(sender);
 */
export class BodyError extends CodedError<'BODY_TOO_LARGE'> {
  override readonly name = 'BodyError';
}

/** Waits for one piece, and rejects where it does not come in time. */
export type AwaitPiece = <T>(piece: Promise<T>) => Promise<T>;

/**
 * The pieces of an HTTP answer as they come. Leaving the loop early cancels its request.
 * @param awaitPiece a request's own signal may be gone once its answer has begun (Node 20): this one counts
 * @throws what `awaitPiece` and the connection throw
 * @example for await (const piece of bodyPieces(body, (each) => untilAborted(each, signal))) take(piece);
 */
export async function* bodyPieces(
  body: ReadableStream<Bytes>,
  awaitPiece: AwaitPiece,
): AsyncGenerator<Bytes, void, void> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await awaitPiece(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // Who sends nothing may not answer to this either.
    reader.cancel().catch(() => undefined);
  }
}

/**
 * The whole of an HTTP answer, however its sender packed it: no more is held than the limit and one piece.
 * @throws BODY_TOO_LARGE when it has more than `maxBytes`; what `bodyPieces` throws
 * @example const json = JSON.parse(new TextDecoder().decode(await boundedBody(response, 65_536, wait)));
 */
export async function boundedBody(
  { body }: { readonly body: ReadableStream<Bytes> | null },
  maxBytes: number,
  awaitPiece: AwaitPiece,
): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let length = 0;
  if (body !== null)
    for await (const piece of bodyPieces(body, awaitPiece)) {
      length += piece.length;
      if (length > maxBytes) throw new BodyError('BODY_TOO_LARGE', 'The answer is too long.');
      pieces.push(piece);
    }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
