import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { t } from '#web/language/translate.ts';

/** A coordinator's streams say something every 15 s: after three times as long, in ms, one is cut. */
export const SILENCE_LIMIT_MS = 45_000;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The pieces of an answer's body as they come. Leaving the loop early cancels its request.
 * @throws ApiFailure cut_off when no piece comes in time
 */
export async function* piecesOf(body: ReadableStream<Bytes>): AsyncGenerator<Bytes> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await beforeSilence(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** The whole body of an answer. @throws ApiFailure cut_off */
export async function bytesOf({ body }: Response): Promise<Bytes> {
  const pieces: Bytes[] = [];
  if (body !== null) for await (const piece of piecesOf(body)) pieces.push(piece);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function beforeSilence<T>(piece: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const sentence = t('coordinator.bodyPieces.theCoordinatorStoppedIn');
    const timer = setTimeout(() => reject(new ApiFailure('cut_off', sentence)), SILENCE_LIMIT_MS);
    piece.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
