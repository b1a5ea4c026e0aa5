/** What is handed to the connection at a time, in bytes. */
const PART_BYTES = 64 * 1024;

export interface BodyTerm {
  /** Time for the client to take it all, in ms. */
  termMs: number;
  /** Breaks the connection off. */
  cut(): void;
  /** It was sent, or is not going to be; called once. */
  onEnd(): void;
}

/** A body that a client must take within a time: bytes that one does not take stay in memory. */
export function timedBody(
  bytes: Uint8Array<ArrayBuffer>,
  { termMs, cut, onEnd }: BodyTerm,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(late);
    onEnd();
  };
  const late = setTimeout(() => {
    cut();
    end();
  }, termMs);
  return new ReadableStream(
    {
      pull: (controller) => {
        controller.enqueue(bytes.subarray(at, at + PART_BYTES));
        at += PART_BYTES;
        if (at < bytes.byteLength) return;
        controller.close();
        end();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
