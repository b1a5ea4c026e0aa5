import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
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

describe('ContinuousBatch', () => {
  it('computes the same answers as one at a time, in fewer runs', async () => {
    const runs = recordRuns(session);
    const settings = PROMPTS.map((_, row) => ({ maxTokens: 12 + row, temperature: row % 2, seed: row }));
    const alone = [];
    for (const [row, prompt] of PROMPTS.entries()) {
      alone.push((await ask(openBatch(session), prompt, settings[row])).tokens);
    }
    const runsAlone = runs.length;
    runs.length = 0;
    const batch = openBatch(session);
    const batched = await Promise.all(PROMPTS.map((prompt, row) => ask(batch, prompt, settings[row])));
    expect(batched.map(({ tokens }) => tokens)).toEqual(alone);
    expect(Math.max(...runs)).toBe(4);
    expect(runs.length).toBeLessThan(runsAlone / 2);
  });

  it('adds an answer while another decodes, and drops it when it is cancelled', async () => {
    const alone = (await ask(openBatch(session), PROMPTS[0]!, { maxTokens: 30 })).tokens;
    const runs = recordRuns(session);
    const batch = openBatch(session);
    const controller = new AbortController();
    let late: Promise<PromiseSettledResult<unknown>[]> | undefined;
    let deltas = 0;
    const first = ask(batch, PROMPTS[0]!, {
      maxTokens: 30,
      onDelta: () => {
        if (++deltas === 5) {
          const onDelta = () => controller.abort();
          late = Promise.allSettled([ask(batch, PROMPTS[1]!, { signal: controller.signal, onDelta })]);
        }
      },
    });
    expect((await first).tokens).toEqual(alone);
    expect(await late).toMatchObject([{ reason: { code: 'CANCELLED' } }]);
    // The late answer got its first token from its prefill; its cancellation took effect at the second.
    expect(runs.filter((rows) => rows === 2)).toHaveLength(1);
    expect(runs).toHaveLength(29);
  });

  it('prefills a long prompt in chunks, with a decode step of the others between two chunks', async () => {
    const events: string[] = [];
    const sequence = session.sequence.bind(session);
    vi.spyOn(session, 'sequence').mockImplementation(() => {
      const made = sequence();
      return {
        ...made,
        feed: (tokens) => {
          events.push(`chunk of ${tokens.length}`);
          return made.feed(tokens);
        },
      };
    });
    const long = Array.from({ length: 100 }, (_, i) => (i * 31 + 5) % 160);
    const batch = openBatch(session, { prefillChunk: 40 });
    const first = ask(batch, PROMPTS[0]!, { maxTokens: 8, onDelta: () => events.push('token') });
    const second = ask(batch, long, { maxTokens: 2 });
    await Promise.all([first, second]);
    expect(events.slice(0, 6)).toEqual(['token', 'token', 'chunk of 40', 'token', 'chunk of 40', 'token']);
  });

  it('shares the time of a run among the answers in it', async () => {
    const [prefillMs, stepMs] = [100, 12];
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const sequence = session.sequence.bind(session);
    vi.spyOn(session, 'sequence').mockImplementation(() => {
      const made = sequence();
      return {
        ...made,
        append: (tokens) => {
          clock += prefillMs;
          return made.append(tokens);
        },
      };
    });
    const runs = recordRuns(session, (rows) => {
      clock += stepMs;
      return rows;
    });
    const batch = openBatch(session);
    const answers = await Promise.all(PROMPTS.map((prompt) => ask(batch, prompt)));
    now.mockRestore();
    const computed = answers.reduce((sum, { computeMs }) => sum + computeMs, 0);
    expect(computed).toBeCloseTo(PROMPTS.length * prefillMs + runs.length * stepMs, 6);
    for (const { computeMs } of answers) expect(computeMs).toBeLessThan(prefillMs + runs.length * stepMs);
  });

  it('lets other work have the session between the answers that have started and those that wait', async () => {
    const events: string[] = [];
    const batch = openBatch(session);
    const answer = (name: string, start = () => undefined as unknown) => {
      const onDelta = () => {
        if (events.at(-1) !== name) events.push(name);
        start();
      };
      return ask(batch, PROMPTS[0]!, { maxTokens: 4, onDelta });
    };
    const later: Promise<unknown>[] = [];
    const work = async () => {
      events.push('other work');
      return events.length;
    };
    await answer('started', () => {
      if (later.length > 0) return;
      later.push(expect(batch.alone(work)).resolves.toBe(2), answer('waiting'));
    });
    await Promise.all(later);
    expect(events).toEqual(['started', 'other work', 'waiting']);
  });

  it('goes on after other work that fails', async () => {
    const batch = openBatch(session);
    const failing = batch.alone(() => {
      throw new Error('no memory');
    });
    await expect(failing).rejects.toThrow('no memory');
    expect((await ask(batch, PROMPTS[0]!, { maxTokens: 3 })).tokens).toHaveLength(3);
  });
});
