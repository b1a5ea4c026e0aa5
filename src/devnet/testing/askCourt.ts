import type { CourtService } from '#coordinator/court/court.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { CourtFrame, JurorFrame } from '#protocol/court/courtFrames.ts';

let peers = 0;

/** A juror's question to a coordinator, over a stream of its own, and the answer. */
export async function ask(service: CourtService, question: JurorFrame): Promise<CourtFrame | undefined> {
  const answers: CourtFrame[] = [];
  peers += 1;
  await service.streams.handle({
    peer: `peer ${peers}`,
    receive: async (schema: { parse(frame: unknown): unknown }) =>
      schema.parse(
        JSON.parse(
          JSON.stringify(question, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
        ),
      ),
    send: async (frame: CourtFrame) => void answers.push(frame),
    close: async () => undefined,
    abort: () => undefined,
  } as unknown as FrameStream);
  return answers[0];
}
