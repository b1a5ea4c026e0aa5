import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { LlamaReference } from '#tools/models/llama/llamaReference.ts';
import { readStoriesModel } from '#tools/models/stories15m/buildStories15m.ts';
import { openCheckpoint, openStories } from '#tools/models/stories15m/openStories.ts';
import { STORY_PROMPTS, storyRequest } from '#tools/models/stories15m/storyPrompts.ts';

const stories = readStoriesModel('pruned');
const { checkpoint } = stories;
let model: Awaited<ReturnType<typeof openStories>>;

beforeAll(async () => {
  model = await openStories(stories);
});

afterAll(() => model.session.dispose());

const chat = (content: string) => model.tokenizer.encodeChat([{ role: 'user', content }]);

describe('the graph of stories15M', () => {
  it('writes the same greedy tokens as the reference', { timeout: 120_000 }, async () => {
    for (const prompt of STORY_PROMPTS) {
      const { result } = await generateText(model, storyRequest(prompt));
      const reference = new LlamaReference(checkpoint);
      const tokens = chat(prompt);
      for (const token of tokens.slice(0, -1)) reference.feed(token);
      let token = tokens.at(-1)!;
      const expected: number[] = [];
      while (expected.length < result.tokens.length) {
        token = argmax(reference.step(token));
        expected.push(token);
      }
      expect(result.tokens).toHaveLength(64);
      expect(result.tokens).toEqual(expected);
    }
  });

  it('gives the same logits in one run and token by token', async () => {
    const prompt = chat(STORY_PROMPTS.join(' '));
    const [whole, single] = [model.session.sequence(), model.session.sequence()];
    const expected = await whole.append(prompt);
    let logits: Float32Array = new Float32Array();
    for (const token of prompt) logits = await single.append([token]);
    expect(relativeL2(logits, expected)).toBeLessThan(1e-5);
    whole.dispose();
    single.dispose();
  });

  it('stays close to float32 with 8-bit weights', async () => {
    const int8 = await openCheckpoint(checkpoint, 'int8');
    const [prompt] = STORY_PROMPTS;
    const { tokens } = (await generateText(model, storyRequest(prompt!))).result;
    const [exact, quantized] = [model.session.sequence(), int8.sequence()];
    let same = 0;
    let [left, right] = [await exact.append(chat(prompt!)), await quantized.append(chat(prompt!))];
    for (const token of tokens) {
      if (argmax(left) === argmax(right)) same++;
      expect(relativeL2(right, left)).toBeLessThan(0.1);
      [left, right] = [await exact.append([token]), await quantized.append([token])];
    }
    expect(same).toBeGreaterThanOrEqual(0.95 * tokens.length);
    exact.dispose();
    quantized.dispose();
    await int8.dispose();
  });
});
