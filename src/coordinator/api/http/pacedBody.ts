import { LeastPace, type PaceRule } from '#network/limits/leastPace.ts';

/** What is handed to the connection at a time, in bytes. */
const PART_BYTES = 64 * 1024;

export interface BodyPace {
  /** How fast the client must take it. */
  pace: PaceRule;
  /** Breaks the connection off. */
  cut(): void;
  /** It was sent, or is not going to be; called once. */
  onEnd(): void;
}

/** A body that a client must take at a least pace: bytes that one does not take stay in memory. */
export function pacedBody(
  bytes: Uint8Array<ArrayBuffer>,
  { pace: rule, cut, onEnd }: BodyPace,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    pace.stop();
    onEnd();
  };
  const pace = new LeastPace(rule, () => {
    cut();
    end();
  });
  return new ReadableStream(
    {
      pull: (controller) => {
        // The connection has taken the last part only when it asks for another: until then the part keeps all
        // of the bytes in memory, and no time-out of the server's runs.
        if (at >= bytes.byteLength) {
          controller.close();
          end();
          return;
        }
        controller.enqueue(bytes.subarray(at, at + PART_BYTES));
        at += PART_BYTES;
        pace.note(PART_BYTES);
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
