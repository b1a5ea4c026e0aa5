import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContinuousBatch, type BatchLimits } from '#inference/text/continuousBatch.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { Timed } from '#inference/decoder/runTimes.ts';
import { TextAnswer } from '#inference/text/textAnswer.ts';
import type { TextRequest } from '#protocol/task/task.ts';
import { LAYOUT_CASES, makeLayoutCase } from '#tools/models/fixtures/decoderLayouts.ts';

const LAYOUT = LAYOUT_CASES.find(
  ({ attention, weights }) => attention === 'multi-head' && weights === 'float32',
)!;
const { graph, model } = makeLayoutCase(LAYOUT, 11);
const { context } = model.sizes;
const tokenizer = { decode: (tokens: readonly number[]) => tokens.map((token) => `${token} `).join('') };
/** Prompts of different lengths and beginnings. */
const PROMPTS = [5, 37, 20, 11].map((length, row) =>
  Array.from({ length }, (_, i) => (i * 53 + 7 + row) % 160),
);

let session: DecoderSession;
/** Rows of each shared run, in order. */
let runs: number[];

beforeEach(async () => {
  session = await DecoderSession.create(createNodeRuntime(), graph, { io: DECODER_IO, context });
  runs = [];
  onRun(async (rows) => rows);
});

afterEach(() => session.dispose());

/** Has each shared run's logits, row by row, go through `change`. */
function onRun(change: (rows: Float32Array[][]) => Promise<Float32Array[][]>): void {
  const { join } = DecoderSession.prototype;
  vi.spyOn(session, 'join').mockImplementation((sequences) => {
    const batch = join.call(session, sequences);
    return {
      ...batch,
      append: async (added) => {
        runs.push(added.length);
        return change(await batch.append(added));
      },
    };
  });
}

/** Has runs of so many tokens take so many milliseconds, as far as the batch knows. */
function pretendTimes(milliseconds: Partial<Record<Timed, number>>): void {
  vi.spyOn(session.times, 'of').mockImplementation((what) => milliseconds[what] ?? Infinity);
}

interface Asked {
  maxTokens?: number;
  temperature?: number;
  seed?: number;
  signal?: AbortSignal;
  onDelta?: (delta: string) => void;
}

async function ask(batch: ContinuousBatch, prompt: readonly number[], asked: Asked = {}) {
  const { maxTokens = 12, temperature = 0, seed = 1, signal, onDelta = () => undefined } = asked;
  const request: TextRequest = {
    kind: 'text',
    model: 'random',
    messages: [],
    maxTokens,
    temperature,
    topP: 1,
    stop: [],
    seed,
    salt: '0x',
  };
  const answer = new TextAnswer(tokenizer, { stopTokens: [], context }, request, prompt.length, onDelta);
  const times = await batch.grow(prompt, answer, signal);
  return { ...times, tokens: answer.end().tokens };
}

const open = (limits: BatchLimits = {}) => new ContinuousBatch(session, { keptBytes: 0, ...limits });

describe('ContinuousBatch', () => {
  it('gives several answers what each gets alone, in fewer runs', async () => {
    const settings = PROMPTS.map((_, row) => ({ maxTokens: 12 + row, temperature: row % 2, seed: row }));
    const alone = [];
    for (const [row, prompt] of PROMPTS.entries())
      alone.push((await ask(open(), prompt, settings[row])).tokens);
    const runsAlone = runs.length;
    runs = [];
    const batch = open();
    const together = await Promise.all(PROMPTS.map((prompt, row) => ask(batch, prompt, settings[row])));
    expect(together.map(({ tokens }) => tokens)).toEqual(alone);
    expect(Math.max(...runs)).toBe(4);
    expect(runs.length).toBeLessThan(runsAlone / 2);
  });

  it('lets an answer in while another grows, and goes on with the rest when one is cancelled', async () => {
    const batch = open();
    const alone = (await ask(open(), PROMPTS[0]!, { maxTokens: 30 })).tokens;
    const controller = new AbortController();
    let late: Promise<PromiseSettledResult<unknown>[]> | undefined;
    let heard = 0;
    const first = ask(batch, PROMPTS[0]!, {
      maxTokens: 30,
      onDelta: () => {
        if (++heard === 5) {
          const onDelta = () => controller.abort();
          late = Promise.allSettled([ask(batch, PROMPTS[1]!, { signal: controller.signal, onDelta })]);
        }
      },
    });
    runs = [];
    expect((await first).tokens).toEqual(alone);
    expect(await late).toMatchObject([{ reason: { code: 'CANCELLED' } }]);
    // Its first token came of its prompt; it was heard to be cancelled at the next.
    expect(runs.filter((rows) => rows === 2)).toHaveLength(1);
    expect(runs).toHaveLength(29);
  });

  it('reads a long prompt piece by piece, a token for the others between two pieces', async () => {
    const events: string[] = [];
    const { sequence } = DecoderSession.prototype;
    vi.spyOn(session, 'sequence').mockImplementation(() => {
      const made = sequence.call(session);
      return {
        ...made,
        feed: (tokens) => {
          events.push(`piece of ${tokens.length}`);
          return made.feed(tokens);
        },
      };
    });
    const long = Array.from({ length: 100 }, (_, i) => (i * 31 + 5) % 160);
    const batch = open({ chunk: 40 });
    const first = ask(batch, PROMPTS[0]!, { maxTokens: 8, onDelta: () => events.push('token') });
    const second = ask(batch, long, { maxTokens: 2 });
    await Promise.all([first, second]);
    expect(events.slice(0, 6)).toEqual(['token', 'token', 'piece of 40', 'token', 'piece of 40', 'token']);
  });

  it('makes those wait whose memory is not there, and takes one alone whatever it needs', async () => {
    const row = (PROMPTS[1]!.length + 12) * session.bytesAToken;
    const two = open({ bytes: 2 * row });
    await Promise.all(PROMPTS.map((prompt) => ask(two, prompt)));
    expect(Math.max(...runs)).toBe(2);
    runs = [];
    const none = open({ bytes: 0 });
    await Promise.all(PROMPTS.map((prompt) => ask(none, prompt)));
    expect(Math.max(...runs)).toBe(1);
  });

  it('computes one by one what must not be computed together', async () => {
    const batch = open();
    batch.separate();
    await Promise.all(PROMPTS.map((prompt) => ask(batch, prompt)));
    expect(batch.rows).toBe(1);
    expect(Math.max(...runs)).toBe(1);
  });

  it('fails the answer alone whose numbers are not finite', async () => {
    const batch = open();
    const alone = (await ask(open(), PROMPTS[0]!)).tokens;
    onRun(async (rows) => {
      rows[1]?.[0]!.fill(NaN);
      return rows;
    });
    const [first, second] = await Promise.allSettled([ask(batch, PROMPTS[0]!), ask(batch, PROMPTS[1]!)]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { tokens: alone } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FINITE' } });
  });

  it('fails all that shared a run that failed, and answers the next', async () => {
    const batch = open();
    onRun(async (rows) => {
      if (rows.length === 2) throw new Error('the runtime failed');
      return rows;
    });
    const both = await Promise.allSettled([ask(batch, PROMPTS[0]!), ask(batch, PROMPTS[1]!)]);
    for (const one of both)
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'the runtime failed' } });
    expect((await ask(batch, PROMPTS[0]!)).tokens).toHaveLength(12);
  });

  it('fails an answer for which there is no cache to be had, and answers the next', async () => {
    const batch = open();
    vi.spyOn(session, 'sequence').mockImplementationOnce(() => {
      throw new Error('no memory');
    });
    await expect(ask(batch, PROMPTS[0]!)).rejects.toThrow('no memory');
    expect((await ask(batch, PROMPTS[0]!)).tokens).toHaveLength(12);
  });

  describe('when a cache cannot be given back', () => {
    const lost = () => {
      throw new Error('the device is lost');
    };

    /** Makes the cache of the answer to the first prompt fail when it is given back. */
    function breakFirstCache(): void {
      const { join } = DecoderSession.prototype;
      vi.spyOn(session, 'join').mockImplementation((sequences) => {
        const batch = join.call(session, sequences);
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

    it('fails that answer and finishes the others', async () => {
      const alone = (await ask(open(), PROMPTS[1]!)).tokens;
      breakFirstCache();
      const batch = open();
      const [first, second] = await Promise.allSettled([
        ask(batch, PROMPTS[0]!, { maxTokens: 4 }),
        ask(batch, PROMPTS[1]!),
      ]);
      expect(first).toMatchObject({ status: 'rejected', reason: { message: 'the device is lost' } });
      expect(second).toMatchObject({ status: 'fulfilled', value: { tokens: alone } });
    });

    it('fails an answer that ends with its prefill, and answers the next', async () => {
      const { sequence } = DecoderSession.prototype;
      vi.spyOn(session, 'sequence').mockImplementationOnce(() =>
        Object.assign(sequence.call(session), { dispose: lost }),
      );
      const batch = open();
      await expect(ask(batch, PROMPTS[0]!, { maxTokens: 1 })).rejects.toThrow('the device is lost');
      expect((await ask(batch, PROMPTS[1]!)).tokens).toHaveLength(12);
    });

    it('still says that an answer was cancelled', async () => {
      breakFirstCache();
      const controller = new AbortController();
      const onDelta = () => controller.abort();
      const cut = ask(open(), PROMPTS[0]!, { signal: controller.signal, onDelta });
      await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it('fails the answers of a failed run, and answers the next', async () => {
      const { join } = DecoderSession.prototype;
      vi.spyOn(session, 'join').mockImplementationOnce((sequences) => ({
        ...join.call(session, sequences),
        append: () => Promise.reject(new Error('the runtime failed')),
        dispose: lost,
      }));
      const batch = open();
      await expect(ask(batch, PROMPTS[0]!)).rejects.toThrow('the runtime failed');
      expect((await ask(batch, PROMPTS[1]!)).tokens).toHaveLength(12);
    });
  });

  it('fails the answers whose caches cannot be joined, and answers the next', async () => {
    const { join } = DecoderSession.prototype;
    vi.spyOn(session, 'join').mockImplementation((sequences) => {
      if (sequences.length === 3) throw new Error('no memory');
      return join.call(session, sequences);
    });
    const batch = open();
    const all = await Promise.allSettled(PROMPTS.slice(0, 3).map((prompt) => ask(batch, prompt)));
    for (const one of all)
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'no memory' } });
    expect((await ask(batch, PROMPTS[0]!)).tokens).toHaveLength(12);
  });

  it('goes on from what each conversation left, as without its memory', async () => {
    const batch = open({ keptBytes: 2 ** 30 });
    const prompts = PROMPTS.slice(0, 3);
    const answers = await Promise.all(
      prompts.map((prompt, row) => ask(batch, prompt, { maxTokens: 6 + row })),
    );
    const next = prompts.map((prompt, row) => [...prompt, ...answers[row]!.tokens, 9]);
    const again = await Promise.all(next.map((prompt) => ask(batch, prompt)));
    for (const [row, { reusedTokens, tokens }] of again.entries()) {
      // All but the last token of the answer, which nothing was computed for, and the new one.
      expect(reusedTokens).toBe(next[row]!.length - 2);
      expect(tokens).toEqual((await ask(open(), next[row]!)).tokens);
    }
    batch.dispose();
  });

  it('leaves a conversation as it was when another goes on from its beginning', async () => {
    const batch = open({ keptBytes: 2 ** 30 });
    const { tokens } = await ask(batch, PROMPTS[1]!);
    const other = [...PROMPTS[1]!.slice(0, 30), 4];
    expect((await ask(batch, other)).reusedTokens).toBe(30);
    const next = [...PROMPTS[1]!, ...tokens, 9];
    expect((await ask(batch, next)).reusedTokens).toBe(next.length - 2);
    batch.dispose();
  });

  it('forgets the oldest conversation when there is no memory for all', async () => {
    const one = (PROMPTS[1]!.length + 12) * session.bytesAToken;
    const batch = open({ keptBytes: one });
    for (const prompt of [PROMPTS[0]!, PROMPTS[1]!]) await ask(batch, prompt);
    expect((await ask(batch, [...PROMPTS[1]!, 9])).reusedTokens).toBe(PROMPTS[1]!.length);
    expect((await ask(batch, [...PROMPTS[0]!, 9])).reusedTokens).toBe(0);
    batch.dispose();
  });

  it('has guesses checked for an answer that grows alone: the same answer, in fewer runs', async () => {
    const settings = [0, 0.3, 1].map((temperature, seed) => ({ maxTokens: 60, temperature, seed }));
    const alone = [];
    for (const asked of settings) alone.push((await ask(open(), PROMPTS[0]!, asked)).tokens);
    const runsAlone = runs.length;
    runs = [];
    pretendTimes({ 1: 10, 4: 11, 8: 12 });
    const batch = open();
    batch.speculate([4, 8]);
    for (const [at, asked] of settings.entries()) {
      expect((await ask(batch, PROMPTS[0]!, asked)).tokens).toEqual(alone[at]);
    }
    expect(runs.length).toBeLessThan(runsAlone);
    // Asked again, it has it all from its memory, eight tokens a run.
    runs = [];
    expect((await ask(batch, PROMPTS[0]!, settings[2])).tokens).toEqual(alone[2]);
    expect(runs.length).toBeLessThan(59 / 4);
  });

  it('goes on with a conversation as if no guess had been, and up to the context’s end', async () => {
    pretendTimes({ 1: 30, 4: 11, 8: 12 });
    const batch = open({ keptBytes: 2 ** 30 });
    batch.speculate([4, 8]);
    const asked = { maxTokens: 11, temperature: 1, seed: 5 };
    const first = await ask(batch, PROMPTS[1]!, asked);
    const next = [...PROMPTS[1]!, ...first.tokens, 9];
    const again = await ask(batch, next, { ...asked, maxTokens: context });
    expect(again.reusedTokens).toBe(next.length - 2);
    expect(next.length + again.tokens.length).toBe(context);
    expect(again.tokens).toEqual((await ask(open(), next, { ...asked, maxTokens: context })).tokens);
    batch.dispose();
  });

  it('ends an answer between two guesses that were right when it is cancelled', async () => {
    pretendTimes({ 1: 30, 4: 11, 8: 12 });
    const batch = open();
    batch.speculate([4, 8]);
    await ask(batch, PROMPTS[0]!, { maxTokens: 30 });
    const controller = new AbortController();
    let heard = 0;
    const onDelta = () => {
      if (++heard === 4) controller.abort();
    };
    const cut = ask(batch, PROMPTS[0]!, { maxTokens: 30, signal: controller.signal, onDelta });
    await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(heard).toBe(4);
  });

  it('fills a run up with rows that are nobody’s where that is quicker', async () => {
    const prompts = PROMPTS.slice(0, 3);
    const alone = [];
    for (const prompt of prompts) alone.push((await ask(open(), prompt)).tokens);
    runs = [];
    pretendTimes({ 2: 50, 3: 60, 4: 11 });
    const batch = open();
    const together = await Promise.all(prompts.map((prompt) => ask(batch, prompt)));
    expect(together.map(({ tokens }) => tokens)).toEqual(alone);
    expect(runs.filter((rows) => rows === 4).length).toBeGreaterThan(8);
    expect(runs.some((rows) => rows === 2 || rows === 3)).toBe(false);
    // They take memory as well: with room for two rows only there are none, and no third answer.
    runs = [];
    const two = open({ bytes: 2 * (PROMPTS[1]!.length + 12) * session.bytesAToken });
    await Promise.all(prompts.map((prompt) => ask(two, prompt)));
    expect(Math.max(...runs)).toBe(2);
  });

  it('shares the time of a run among those that it was for', async () => {
    const [promptMs, runMs] = [100, 12];
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const { sequence } = DecoderSession.prototype;
    vi.spyOn(session, 'sequence').mockImplementation(() => {
      const made = sequence.call(session);
      return {
        ...made,
        append: (tokens) => {
          clock += promptMs;
          return made.append(tokens);
        },
      };
    });
    onRun(async (rows) => {
      clock += runMs;
      return rows;
    });
    const batch = open();
    const answers = await Promise.all(PROMPTS.map((prompt) => ask(batch, prompt)));
    now.mockRestore();
    const computed = answers.reduce((sum, { computeMs }) => sum + computeMs, 0);
    expect(computed).toBeCloseTo(PROMPTS.length * promptMs + runs.length * runMs, 6);
    for (const { computeMs } of answers) expect(computeMs).toBeLessThan(promptMs + runs.length * runMs);
  });
});
