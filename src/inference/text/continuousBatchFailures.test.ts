import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import {
  ask,
  openBatch,
  openRandomSession,
  PROMPTS,
  recordRuns,
} from '#tools/models/fixtures/batchedAnswers.ts';

let session: DecoderSession;

beforeEach(async () => {
  session = await openRandomSession();
});

afterEach(() => session.dispose());

const rejectedWith = (message: string) => ({ status: 'rejected', reason: { message } });

describe('a failure in ContinuousBatch', () => {
  it('to compute finite logits fails only that answer', async () => {
    const alone = (await ask(openBatch(session), PROMPTS[0]!)).tokens;
    recordRuns(session, (rows) => {
      rows[1]?.[0]!.fill(NaN);
      return rows;
    });
    const batch = openBatch(session);
    const [first, second] = await Promise.allSettled([ask(batch, PROMPTS[0]!), ask(batch, PROMPTS[1]!)]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { tokens: alone } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FINITE' } });
  });

  it('of a run fails all answers that shared it, and not the next', async () => {
    recordRuns(session, (rows) => {
      if (rows.length === 2) throw new Error('the runtime failed');
      return rows;
    });
    const batch = openBatch(session);
    const both = await Promise.allSettled([ask(batch, PROMPTS[0]!), ask(batch, PROMPTS[1]!)]);
    for (const one of both) expect(one).toMatchObject(rejectedWith('the runtime failed'));
    expect((await ask(batch, PROMPTS[0]!)).tokens).toHaveLength(12);
  });

  it('of a prompt leaves no KV cache to the next of the same prompt', async () => {
    const create = session.sequence.bind(session);
    vi.spyOn(session, 'sequence').mockImplementationOnce(() => {
      const sequence = create();
      const append = sequence.append.bind(sequence);
      vi.spyOn(sequence, 'append').mockImplementation(async (tokens) => {
        await append(tokens);
        throw new Error('the runtime failed');
      });
      return sequence;
    });
    const batch = new ContinuousBatch(session);
    await expect(ask(batch, PROMPTS[0]!)).rejects.toThrow('the runtime failed');
    expect((await ask(batch, PROMPTS[0]!)).reusedTokens).toBe(0);
    expect((await ask(batch, PROMPTS[0]!)).reusedTokens).toBeGreaterThan(0);
  });

  it('to allocate a KV cache fails that answer, and not the next', async () => {
    const batch = openBatch(session);
    vi.spyOn(session, 'sequence').mockImplementationOnce(() => {
      throw new Error('no memory');
    });
    await expect(ask(batch, PROMPTS[0]!)).rejects.toThrow('no memory');
    expect((await ask(batch, PROMPTS[0]!)).tokens).toHaveLength(12);
  });

  it('to join KV caches fails the answers of the batch, and not the next', async () => {
    const join = session.join.bind(session);
    vi.spyOn(session, 'join').mockImplementation((sequences) => {
      if (sequences.length === 3) throw new Error('no memory');
      return join(sequences);
    });
    const batch = openBatch(session);
    const all = await Promise.allSettled(PROMPTS.slice(0, 3).map((prompt) => ask(batch, prompt)));
    for (const one of all) expect(one).toMatchObject(rejectedWith('no memory'));
    expect((await ask(batch, PROMPTS[0]!)).tokens).toHaveLength(12);
  });

  describe('to free a KV cache', () => {
    const lost = () => {
      throw new Error('the device is lost');
    };

    /** Makes the KV cache of the answer to the first prompt fail when it is freed. */
    function breakFirstCache(): void {
      const join = session.join.bind(session);
      vi.spyOn(session, 'join').mockImplementation((sequences) => {
        const batch = join(sequences);
        return {
          ...batch,
          split: () => {
            const split = batch.split();
            for (const sequence of split) {
              if (sequence.tokens[0] === PROMPTS[0]![0]) sequence.dispose = lost;
            }
            return split;
          },
        };
      });
    }

    it('fails that answer, and not the others of the batch', async () => {
      const alone = (await ask(openBatch(session), PROMPTS[1]!)).tokens;
      breakFirstCache();
      const batch = openBatch(session);
      const [first, second] = await Promise.allSettled([
        ask(batch, PROMPTS[0]!, { maxTokens: 4 }),
        ask(batch, PROMPTS[1]!),
      ]);
      expect(first).toMatchObject(rejectedWith('the device is lost'));
      expect(second).toMatchObject({ status: 'fulfilled', value: { tokens: alone } });
    });

    it('fails an answer that ends with its prefill, and not the next', async () => {
      const sequence = session.sequence.bind(session);
      vi.spyOn(session, 'sequence').mockImplementationOnce(() =>
        Object.assign(sequence(), { dispose: lost }),
      );
      const batch = openBatch(session);
      await expect(ask(batch, PROMPTS[0]!, { maxTokens: 1 })).rejects.toThrow('the device is lost');
      expect((await ask(batch, PROMPTS[1]!)).tokens).toHaveLength(12);
    });

    it('does not hide that the answer was cancelled', async () => {
      breakFirstCache();
      const controller = new AbortController();
      const onDelta = () => controller.abort();
      const cut = ask(openBatch(session), PROMPTS[0]!, { signal: controller.signal, onDelta });
      await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it('does not hide why a run failed, and does not stop the next answer', async () => {
      const join = session.join.bind(session);
      vi.spyOn(session, 'join').mockImplementationOnce((sequences) => ({
        ...join(sequences),
        append: () => Promise.reject(new Error('the runtime failed')),
        dispose: lost,
      }));
      const batch = openBatch(session);
      await expect(ask(batch, PROMPTS[0]!)).rejects.toThrow('the runtime failed');
      expect((await ask(batch, PROMPTS[1]!)).tokens).toHaveLength(12);
    });
  });
});
