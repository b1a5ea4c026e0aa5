import { describe, expect, it } from 'vitest';
import { checkAhead } from '#inference/conformance/decoderCalibration.ts';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { RunTimings } from '#inference/decoder/runTimings.ts';
import type { Sequence, SequenceBatch } from '#inference/decoder/sequence.ts';

/** Logits of six tokens, of which the reference chooses the first at both of its two steps. */
const LOGITS = [4, 3.875, -2, 1, 0, -4];
const REFERENCE: TextReference = { kind: 'text', prompt: [1, 2], stride: 1, logits: LOGITS, next: [0, 0] };

/**
 * A session with asynchronous decode, on which a run of one token took `one` ms and one of four tokens `four`
 * ms. Enqueued runs return the logits `ahead`.
 */
function sessionOfTimes(one: number, four: number, ahead = LOGITS): DecoderSession {
  const timings = new RunTimings();
  timings.recordRun(1, one);
  timings.recordRun(4, four);
  let begun = false;
  const batch = {
    append: async (_added: unknown, draws?: unknown) => {
      const logits = Float32Array.from(begun ? ahead : LOGITS);
      begun = draws !== undefined;
      return [[logits]];
    },
    isEnqueued: () => begun,
    dropLast: () => undefined,
    dispose: () => undefined,
  } as unknown as SequenceBatch;
  const sequence = { feed: async () => undefined } as unknown as Sequence;
  return {
    supportsAsyncDecode: true,
    timings,
    sequence: () => sequence,
    join: () => batch,
  } as unknown as DecoderSession;
}

describe('checkAhead', () => {
  it('measures the distance of enqueued runs from awaited runs', async () => {
    expect(await checkAhead(sessionOfTimes(5, 8), REFERENCE)).toBe(0);
    expect(await checkAhead(sessionOfTimes(5, 8, LOGITS.toReversed()), REFERENCE)).toBeGreaterThan(1);
  });

  it('runs even if four tokens took less time than one, as on a cold CPU', async () => {
    expect(await checkAhead(sessionOfTimes(8, 7), REFERENCE)).toBe(0);
  });

  it('is skipped if a token takes so long that there is nothing to gain', async () => {
    expect(await checkAhead(sessionOfTimes(700, 300), REFERENCE)).toBe(Infinity);
  });
});
