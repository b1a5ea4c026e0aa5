import { BodyError, bodyPieces, boundedBody } from '#protocol/messages/boundedBody.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { t } from '#web/language/translate.ts';

/** A coordinator's streams say something every 15 s: after three times as long, in ms, one is cut. */
export const SILENCE_LIMIT_MS = 45_000;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The pieces of an answer's body as they come. Leaving the loop early cancels its request.
 * @throws ApiFailure cut_off when no piece comes in time
 */
export const piecesOf = (body: ReadableStream<Bytes>): AsyncGenerator<Bytes> =>
  bodyPieces(body, beforeSilence);

/** The whole body of an answer. @throws ApiFailure cut_off, or bad_answer when it has more than `maxBytes` */
export async function bytesOf(response: Response, maxBytes: number): Promise<Bytes> {
  try {
    return await boundedBody(response, maxBytes, beforeSilence);
  } catch (cause) {
    if (!(cause instanceof BodyError)) throw cause;
    const { status } = response;
    throw new ApiFailure('bad_answer', t('coordinator.coordinatorApi.unreadable'), { status }, { cause });
  }
}

function beforeSilence<T>(piece: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const sentence = t('coordinator.bodyPieces.theCoordinatorStoppedIn');
    const timer = setTimeout(() => reject(new ApiFailure('cut_off', sentence)), SILENCE_LIMIT_MS);
    piece.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
