import { abortableSleep } from '#miner/abortableSleep.ts';
import { type BodyReader, readBody } from '#miner/models/bodyReader.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';

/** Pauses before the next tries of a download that brings nothing, in ms; after the last it has failed. */
const RETRY_PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** A connection that brings no byte for this long, in ms, is given up for another. */
const SILENCE_MS = 20_000;
/** Answers that another try may better. */
const PASSING_STATUSES = [408, 425, 429, 500, 502, 503, 504];

/**
 * Takes the bytes in order; each call is waited for, so that a slow disk slows the network down. The bytes
 * are gone after the call.
 */
export type TakeBytes = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/**
 * Downloads bytes [from, end) of a file and resumes where it was after a broken connection.
 * @throws ModelStoreError DOWNLOAD_FAILED, CHECKSUM_MISMATCH when the file is shorter, CANCELLED; what
 *   `take` throws
 */
export async function downloadRange(
  url: URL,
  { from, end }: { from: number; end: number },
  take: TakeBytes,
  signal: AbortSignal,
): Promise<void> {
  let at = from;
  let failures = 0;
  const takeAndCount: TakeBytes = async (bytes) => {
    await take(bytes);
    at += bytes.length;
    failures = 0;
  };
  while (at < end) {
    try {
      await fetchOnce(url, { from: at, end }, takeAndCount, signal);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (!(error instanceof Cut)) throw error;
      const pause = RETRY_PAUSES_MS[failures++];
      if (pause === undefined) {
        throw new ModelStoreError(
          'DOWNLOAD_FAILED',
          `${nameOf(url)} could not be fetched: ${error.message}.`,
          {
            cause: error,
          },
        );
      }
      await abortableSleep(pause, signal).catch(() => undefined);
    }
    if (signal.aborted) throw cancelled();
  }
}

/** The connection ended early; the next one can resume. */
class Cut extends Error {}

async function fetchOnce(
  url: URL,
  { from, end }: { from: number; end: number },
  take: TakeBytes,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  const both = AbortSignal.any([signal, silence.signal]);
  let reader: BodyReader | undefined;
  try {
    const response = await ask(url, { from, end }, both);
    // A server without ranges sends the file from its beginning.
    let unwanted = response.status === 206 ? 0 : from;
    let missing = end - from;
    let received = 0;
    reader = response.body === null ? undefined : readBody(response.body);
    while (missing > 0) {
      const news = await reader?.read().catch((cause: unknown) => {
        throw new Cut('the connection broke off', { cause });
      });
      if (news === undefined) break;
      heard();
      received += news.length;
      const wanted = news.subarray(Math.min(unwanted, news.length)).subarray(0, missing);
      unwanted -= Math.min(unwanted, news.length);
      missing -= wanted.length;
      if (wanted.length > 0) await take(wanted);
    }
    if (missing === 0) return;
    // All of the file came. Another length is that of a compressed answer, or of one that was cut.
    const length = response.headers.get('content-length');
    if (response.status === 200 && length === String(received)) throw tooShort(url, end);
    throw new Cut('the connection was closed too early');
  } finally {
    clearTimeout(timer);
    // An answer of 200 is longer than what was wanted of it; a broken reader has nothing left to cancel.
    await reader?.cancel().catch(() => undefined);
  }
}

async function ask(
  url: URL,
  { from, end }: { from: number; end: number },
  signal: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    // The store is the cache: the browser's own would keep every byte a second time.
    response = await fetch(url, {
      headers: { range: `bytes=${from}-${end - 1}` },
      cache: 'no-store',
      signal,
    });
  } catch (cause) {
    throw new Cut('the server does not answer', { cause });
  }
  if (response.status === 200) return response;
  if (response.status === 206) {
    // Another origin may hide the header; the hashes tell then whether these are the bytes.
    const range = response.headers.get('content-range');
    if (range === null || range.startsWith(`bytes ${from}-`)) return response;
    throw new ModelStoreError(
      'DOWNLOAD_FAILED',
      `${nameOf(url)}: the server sent another range than was asked for.`,
    );
  }
  await response.body?.cancel();
  if (response.status === 416) throw tooShort(url, end);
  if (PASSING_STATUSES.includes(response.status)) throw new Cut(`the server answered ${response.status}`);
  throw new ModelStoreError('DOWNLOAD_FAILED', `${nameOf(url)}: the server answered ${response.status}.`);
}

export const cancelled = (): ModelStoreError => new ModelStoreError('CANCELLED', 'The download was stopped.');

const tooShort = (url: URL, end: number): ModelStoreError =>
  new ModelStoreError(
    'CHECKSUM_MISMATCH',
    `${nameOf(url)} is shorter than the ${end} bytes that the manifest promises.`,
  );

const nameOf = (url: URL): string => url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
