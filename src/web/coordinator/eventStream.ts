import { CodedError } from '#protocol/codedError.ts';
import { piecesOf } from '#web/coordinator/bodyPieces.ts';
import { t } from '#web/language/translate.ts';

/**
 * Server-sent events from a `fetch` body (WHATWG HTML, 9.2.6): `EventSource` cannot POST. Only the `data`
 * field is used by this API; comments keep the connection alive and are skipped.
 */

/** An image of TASK_LIMIT.resultBytes in base64 and its envelope stay below this. */
export const MAX_EVENT_CHARACTERS = 24 * 1024 * 1024;

export class EventStreamError extends CodedError<'EVENT_TOO_LARGE'> {
  override readonly name = 'EventStreamError';
}

/** Splits streamed text into events. */
export class EventParser {
  #line = '';
  #data: string[] = [];
  #size = 0;

  /**
   * @returns the data of the events that this piece has completed
   * @throws EventStreamError when one event grows beyond MAX_EVENT_CHARACTERS
   */
  push(piece: string): string[] {
    const events: string[] = [];
    const lines = piece.split('\n');
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#take(line.endsWith('\r') ? line.slice(0, -1) : line, events);
    if (this.#size + this.#line.length > MAX_EVENT_CHARACTERS) {
      throw new EventStreamError('EVENT_TOO_LARGE', t('coordinator.eventStream.tooLarge'));
    }
    return events;
  }

  #take(line: string, events: string[]): void {
    if (line === '') {
      if (this.#data.length > 0) events.push(this.#data.join('\n'));
      this.#data = [];
      this.#size = 0;
      return;
    }
    const colon = line.indexOf(':');
    if ((colon < 0 ? line : line.slice(0, colon)) !== 'data') return;
    const value = colon < 0 ? '' : line.slice(colon + 1);
    this.#data.push(value.startsWith(' ') ? value.slice(1) : value);
    this.#size += value.length;
  }
}

/**
 * The data of each event of a response. Leaving the loop early cancels the request's body.
 * @throws EventStreamError; ApiFailure when the stream is silent for too long
 */
export async function* readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for await (const piece of piecesOf(body)) yield* parser.push(decoder.decode(piece, { stream: true }));
}
