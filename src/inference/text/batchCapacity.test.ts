import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import {
  ask,
  openBatch,
  openRandomSession,
  PROMPTS,
  recordRuns,
} from '#tools/models/fixtures/batchedAnswers.ts';

let session: DecoderSession;
let runs: number[];

beforeEach(async () => {
  session = await openRandomSession();
  runs = recordRuns(session);
});

afterEach(() => session.dispose());

describe('BatchCapacity', () => {
  it.each([
    { rows: 2, batchSize: 2 },
    { rows: 0, batchSize: 1 },
  ])('admits $batchSize answers at a time with memory for $rows rows', async ({ rows, batchSize }) => {
    const rowBytes = (PROMPTS[1]!.length + 12) * session.bytesPerToken;
    const batch = openBatch(session, { cacheBytes: rows * rowBytes });
    await Promise.all(PROMPTS.map((prompt) => ask(batch, prompt)));
    expect(Math.max(...runs)).toBe(batchSize);
  });

  it('admits one answer at a time once batching is disabled', async () => {
    const batch = openBatch(session);
    batch.disableBatching();
    await Promise.all(PROMPTS.map((prompt) => ask(batch, prompt)));
    expect(batch.maxBatchSize).toBe(1);
    expect(Math.max(...runs)).toBe(1);
  });
});
