import type { Address } from 'viem';
import type { FrameStream } from '#network/frameStream.ts';
import { NetworkError } from '#network/networkError.ts';
import {
  COURT_FRAME_BYTES,
  type CourtFrame,
  courtFrameSchema,
  type JurorFrame,
} from '#protocol/court/courtFrames.ts';

/** The coordinators that can be asked now. Any of them may be asked for any court's business. */
export interface CourtRelays {
  /** The stake of each, in wei. */
  stakes(): ReadonlyMap<Address, bigint>;
  /** @throws NetworkError */
  openCourt(operator: Address, signal: AbortSignal): Promise<FrameStream>;
}

/** A coordinator from which nothing comes for so long, in ms, is passed over. */
const SILENCE_MS = 20_000;

/** Of an answer without a bundle. */
const SHORT_ANSWER_BYTES = 1_024;

const asksForBundle = ({ type }: JurorFrame): boolean => type === 'evidence' || type === 'evidence-about';

export interface AskOptions {
  signal: AbortSignal;
  /** For the whole answer, however steadily it comes. */
  patienceMs: number;
  /** Told how many bytes of the answer came since the last time. */
  onBytes?: (bytes: number) => void;
}

/**
 * Asks one coordinator one thing.
 * @throws NetworkError, RefusalError MALFORMED, the signal's reason
 */
export async function askCourt(
  relays: CourtRelays,
  operator: Address,
  question: JurorFrame,
  { signal, patienceMs, onBytes }: AskOptions,
): Promise<CourtFrame> {
  const over = new AbortController();
  const giveUp = () =>
    over.abort(new NetworkError('STREAM_BROKEN', 'The coordinator did not answer in time.'));
  const patience = setTimeout(giveUp, patienceMs);
  let silence: ReturnType<typeof setTimeout> | undefined;
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(giveUp, SILENCE_MS);
  };
  const hearBytes = (bytes: number) => {
    hear();
    onBytes?.(bytes);
  };
  const all = AbortSignal.any([signal, over.signal]);
  let stream: FrameStream | undefined;
  hear();
  try {
    stream = await relays.openCourt(operator, all);
    await stream.send(question);
    const maxBytes = asksForBundle(question) ? COURT_FRAME_BYTES : SHORT_ANSWER_BYTES;
    const answer = await stream.receive(courtFrameSchema, { signal: all, maxBytes, onBytes: hearBytes });
    if (answer === undefined) throw new NetworkError('STREAM_BROKEN', 'The coordinator gave no answer.');
    await stream.close();
    return answer;
  } catch (error) {
    stream?.abort(error instanceof Error ? error : new Error('the question failed'));
    throw error;
  } finally {
    clearTimeout(patience);
    clearTimeout(silence);
  }
}

/** All of them, beginning with the one of this turn, but the preferred one before any other. */
export function inTurn<T>(all: readonly T[], turn: number, preferred?: T): T[] {
  const from = all.length === 0 ? 0 : turn % all.length;
  const turned = [...all.slice(from), ...all.slice(0, from)];
  const first = turned.filter((each) => each === preferred);
  return [...first, ...turned.filter((each) => each !== preferred)];
}
