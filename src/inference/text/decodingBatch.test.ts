import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import {
  ask,
  CONTEXT,
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

/** Fakes the measured times of runs: milliseconds by number of tokens. */
function pretendTimes(ms: Readonly<Record<number, number>>): void {
  vi.spyOn(session.timings, 'ofRun').mockImplementation((tokens) => ms[tokens] ?? Infinity);
}

describe('DecodingBatch', () => {
  it('drafts tokens for an answer that decodes alone, with the same result in fewer runs', async () => {
    const settings = [0, 0.3, 1].map((temperature, seed) => ({ maxTokens: 60, temperature, seed }));
    const alone = [];
    for (const asked of settings) alone.push((await ask(openBatch(session), PROMPTS[0]!, asked)).tokens);
    const runsAlone = runs.length;
    runs.length = 0;
    pretendTimes({ 1: 10, 4: 11, 8: 12 });
    const batch = openBatch(session);
    batch.allowSpeculation([4, 8]);
    for (const [at, asked] of settings.entries()) {
      expect((await ask(batch, PROMPTS[0]!, asked)).tokens).toEqual(alone[at]);
    }
    expect(runs.length).toBeLessThan(runsAlone);
    // Asked again, it drafts the remembered answer, up to eight tokens a run.
    runs.length = 0;
    expect((await ask(batch, PROMPTS[0]!, settings[2])).tokens).toEqual(alone[2]);
    expect(runs.length).toBeLessThan(59 / 4);
  });

  it('drops wrong drafts from the KV cache, and fills the context to its end', async () => {
    pretendTimes({ 1: 30, 4: 11, 8: 12 });
    const batch = openBatch(session, { prefixCacheBytes: 2 ** 30 });
    batch.allowSpeculation([4, 8]);
    const asked = { maxTokens: 11, temperature: 1, seed: 5 };
    const first = await ask(batch, PROMPTS[1]!, asked);
    const next = [...PROMPTS[1]!, ...first.tokens, 9];
    const again = await ask(batch, next, { ...asked, maxTokens: CONTEXT });
    expect(again.reusedTokens).toBe(next.length - 2);
    expect(next.length + again.tokens.length).toBe(CONTEXT);
    expect(again.tokens).toEqual(
      (await ask(openBatch(session), next, { ...asked, maxTokens: CONTEXT })).tokens,
    );
    batch.dispose();
  });

  it('ends a cancelled answer between two accepted drafts', async () => {
    pretendTimes({ 1: 30, 4: 11, 8: 12 });
    const batch = openBatch(session);
    batch.allowSpeculation([4, 8]);
    await ask(batch, PROMPTS[0]!, { maxTokens: 30 });
    const controller = new AbortController();
    let deltas = 0;
    const onDelta = () => {
      if (++deltas === 4) controller.abort();
    };
    const cut = ask(batch, PROMPTS[0]!, { maxTokens: 30, signal: controller.signal, onDelta });
    await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(deltas).toBe(4);
  });

  it('adds dummy rows where a full batch is quicker', async () => {
    const prompts = PROMPTS.slice(0, 3);
    const alone = [];
    for (const prompt of prompts) alone.push((await ask(openBatch(session), prompt)).tokens);
    runs.length = 0;
    pretendTimes({ 2: 50, 3: 60, 4: 11 });
    const batch = openBatch(session);
    const batched = await Promise.all(prompts.map((prompt) => ask(batch, prompt)));
    expect(batched.map(({ tokens }) => tokens)).toEqual(alone);
    expect(runs.filter((rows) => rows === 4).length).toBeGreaterThan(8);
    expect(runs.some((rows) => rows === 2 || rows === 3)).toBe(false);
  });

  it('adds no dummy rows without the memory for them', async () => {
    pretendTimes({ 2: 50, 3: 60, 4: 11 });
    const batch = openBatch(session, { cacheBytes: 2 * (PROMPTS[1]!.length + 12) * session.bytesPerToken });
    await Promise.all(PROMPTS.slice(0, 3).map((prompt) => ask(batch, prompt)));
    expect(Math.max(...runs)).toBe(2);
  });
});
