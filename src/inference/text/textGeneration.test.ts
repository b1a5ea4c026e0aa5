import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { readStoriesModel } from '#tools/models/stories15m/buildStories15m.ts';
import { openStories } from '#tools/models/stories15m/openStories.ts';
import { storyRequest } from '#tools/models/stories15m/storyPrompts.ts';

const PROMPT = 'Once upon a time, there was a little girl named Lily.';
let model: Awaited<ReturnType<typeof openStories>>;

beforeAll(async () => {
  model = await openStories(readStoriesModel('pruned'));
});

afterAll(() => model.session.dispose());

describe('generateText', () => {
  it('streams the answer and stops at a stop string', async () => {
    const deltas: string[] = [];
    const onProgress = (news: { kind: string; delta?: string }) => deltas.push(news.delta ?? '');
    const { result } = await generateText(model, storyRequest(PROMPT, { stop: ['.'] }), { onProgress });
    expect(result.finishReason).toBe('stop');
    expect(result.text).not.toContain('.');
    expect(result.text.length).toBeGreaterThan(5);
    expect(deltas.join('')).toBe(result.text);
  });

  it('stops at a stop token and leaves it out', async () => {
    const { result } = await generateText(model, storyRequest(PROMPT));
    const stopTokens = [result.tokens[5]!];
    const manifest = { ...model.manifest, stopTokens };
    const stopped = await generateText({ ...model, manifest }, storyRequest(PROMPT));
    expect(stopped.result).toMatchObject({
      finishReason: 'stop',
      tokens: result.tokens.slice(0, result.tokens.indexOf(stopTokens[0]!)),
    });
  });

  it('gives the same answer for the same seed, and another for another seed', async () => {
    const write = async (seed: number) =>
      (await generateText(model, storyRequest(PROMPT, { temperature: 1, maxTokens: 12, seed }))).result
        .tokens;
    const first = await write(1);
    expect(await write(1)).toEqual(first);
    expect(await write(2)).not.toEqual(first);
  });

  it('gives log probabilities only if they are requested', async () => {
    const asked = storyRequest(PROMPT, { maxTokens: 6, topLogprobs: 2 });
    const { result } = await generateText(model, asked);
    expect(result.logprobs).toHaveLength(result.tokens.length);
    for (const [i, { logprob, top }] of result.logprobs!.entries()) {
      // Greedy: each token is the likeliest.
      expect(top[0]).toEqual([result.tokens[i], logprob]);
      expect(top[1]![1]).toBeLessThanOrEqual(logprob);
    }
    const { result: plain } = await generateText(model, { ...asked, topLogprobs: undefined });
    expect(plain).not.toHaveProperty('logprobs');
    expect(plain.tokens).toEqual(result.tokens);
  });

  it('ends an answer at the end of the context', async () => {
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: PROMPT }]);
    const manifest = { ...model.manifest, context: prompt.length + 3 };
    const { result } = await generateText({ ...model, manifest }, storyRequest(PROMPT));
    expect(result).toMatchObject({ finishReason: 'length', promptTokens: prompt.length });
    expect(result.tokens).toHaveLength(3);
  });

  it('refuses a prompt that fills the context', async () => {
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: PROMPT }]);
    const manifest = { ...model.manifest, context: prompt.length };
    const full = generateText({ ...model, manifest }, storyRequest(PROMPT));
    await expect(full).rejects.toMatchObject({ code: 'PROMPT_TOO_LONG' });
  });

  it('prefills only what is new in a conversation, and gives the same answer', async () => {
    const batch = new ContinuousBatch(model.session);
    const first = await generateText({ ...model, batch }, storyRequest(PROMPT, { maxTokens: 8 }));
    expect(first.reusedTokens).toBe(0);
    const messages = [
      { role: 'user' as const, content: PROMPT },
      { role: 'assistant' as const, content: first.result.text },
      { role: 'user' as const, content: 'Then it rained.' },
    ];
    const next = storyRequest('', { messages, maxTokens: 16 });
    const reused = await generateText({ ...model, batch }, next);
    expect(reused.reusedTokens).toBeGreaterThan(first.result.promptTokens);
    const uncached = new ContinuousBatch(model.session, { prefixCacheBytes: 0 });
    expect((await generateText({ ...model, batch: uncached }, next)).result).toEqual(reused.result);
    const again = await generateText({ ...model, batch }, next);
    expect(again.reusedTokens).toBe(again.result.promptTokens - 1);
    expect(again.result).toEqual(reused.result);
    batch.dispose();
  });

  it('prefills a long prompt in chunks, and is cancelled between them', async () => {
    const words = 'The sun was warm and the birds sang in the tall green trees. '.repeat(24);
    const manifest = { ...model.manifest, context: 512 };
    const chunks: number[] = [];
    const controller = new AbortController();
    const sequence = model.session.sequence();
    vi.spyOn(model.session, 'sequence').mockReturnValueOnce(sequence);
    sequence.feed = async (tokens) => {
      chunks.push(tokens.length);
      controller.abort();
    };
    const batch = new ContinuousBatch(model.session, { prefixCacheBytes: 0 });
    const { signal } = controller;
    const run = generateText({ ...model, batch, manifest }, storyRequest(words), { signal });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(chunks).toEqual([256]);
  });

  it('is cancelled at the next token', async () => {
    const controller = new AbortController();
    let deltas = 0;
    const onProgress = () => {
      deltas++;
      controller.abort();
    };
    const run = generateText(model, storyRequest(PROMPT), { signal: controller.signal, onProgress });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(deltas).toBe(1);
  });
});
