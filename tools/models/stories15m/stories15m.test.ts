import { english } from 'viem/accounts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { DECODER_IO, type DecoderManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { readStoriesModel, readWrittenTokens, type StoriesModel } from './buildStories15m.ts';
import { LlamaReference } from '../llama/llamaReference.ts';
import type { LlamaCheckpoint } from '../llama/llama2Checkpoint.ts';
import { buildLlamaGraph, type WeightFormat } from '../llama/llamaGraph.ts';
import { writtenFirst } from '../llama/llamaVocabulary.ts';
import { encodeOnnx } from '../onnx/onnxFile.ts';
import type { Piece } from '../llama/sentencePieceVocabulary.ts';

const PROMPTS = [
  'Once upon a time, there was a little girl named Lily.',
  'Tell me a story about a dragon who loves tea.',
  'One day, a boy found a magic stone in the garden.',
  'a story about two cats',
  'Write a story about the moon!',
  'Once there was a robot',
  'One morning, Tom and his mom went to the big zoo to see the lions.',
  'something about friendship',
  'A bird who could not fly',
  'Tell me a story about a train that was afraid of the dark.',
  'One sunny day, Sara and Ben went to the park with their new kite.',
  'a story about a bear and a bee',
  'Once upon a time, in a deep blue sea, there lived a tiny fish.',
  'Write about a kind old witch',
  'One night, the wind was so loud that Mia could not sleep.',
  'a frog who wanted to sing',
  'Tell me about a birthday cake!',
  'Once there was a king with a very long beard.',
  'the last apple on the tree',
  'Once, in a small town by the sea, an old man built a boat. He worked every day and every night, and his dog watched.',
];
const TOKENS_A_PROMPT = 64;
/** The choice of tokens saw the list's even words; a few of the odd ones, for time. */
const UNSEEN_STRIDE = 256;

const MANIFEST = { context: 256, stopTokens: [] as number[], io: DECODER_IO } as DecoderManifest;

let stories: StoriesModel;
let checkpoint: LlamaCheckpoint;
let tokenizer: TextTokenizer;
let float32: DecoderSession;
let batch: ContinuousBatch;

async function compile(format: WeightFormat): Promise<DecoderSession> {
  const model = encodeOnnx(buildLlamaGraph(checkpoint, format));
  return DecoderSession.create(createNodeRuntime(), { model, externalData: [] }, MANIFEST);
}

beforeAll(async () => {
  stories = readStoriesModel('pruned');
  checkpoint = stories.checkpoint;
  tokenizer = new TextTokenizer(stories.tokenizer, stories.config);
  float32 = await compile('float32');
  batch = new ContinuousBatch(float32);
});

const chat = (content: string) => tokenizer.encodeChat([{ role: 'user', content }]);

function request(content: string, change: Partial<TextRequest> = {}): TextRequest {
  return {
    kind: 'text',
    model: 'stories15m',
    messages: [{ role: 'user', content }],
    maxTokens: TOKENS_A_PROMPT,
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 1,
    salt: `0x${'0'.repeat(32)}`,
    ...change,
  };
}

/**
 * SentencePiece's own way: characters (or their bytes), then the best-scored neighbours joined until none is
 * left.
 */
function sentencePiece(pieces: readonly Piece[], text: string): number[] {
  // After the three special tokens come the 256 bytes, then words.
  const ids = new Map(pieces.map((piece, id) => [piece.text, id] as const).slice(259));
  const tokens = [...` ${text}`].flatMap((character) => {
    const id = ids.get(character);
    return id === undefined ? [...new TextEncoder().encode(character)].map((byte) => byte + 3) : [id];
  });
  for (;;) {
    let best = { at: -1, id: -1, score: -Infinity };
    for (let at = 0; at + 1 < tokens.length; at++) {
      const id = ids.get(pieces[tokens[at]!]!.text + pieces[tokens[at + 1]!]!.text);
      if (id !== undefined && pieces[id]!.score > best.score) best = { at, id, score: pieces[id]!.score };
    }
    if (best.at < 0) return tokens;
    tokens.splice(best.at, 2, best.id);
  }
}

describe('the tokenizer', () => {
  it('cuts texts as SentencePiece does, and joins them again', () => {
    const { pieces } = stories;
    const texts = [
      ...PROMPTS,
      'naïve café, 100 %  two  spaces',
      'emoji 🦊 and 漢字 and\nlines',
      'unbelievably',
    ];
    for (const text of texts) {
      const tokens = tokenizer.encode(text, false);
      expect(tokens).toEqual(sentencePiece(pieces, text));
      expect(tokenizer.decode(tokens)).toBe(text);
    }
  });

  it('turns a request into the opening of a story', () => {
    const opening = (content: string) => tokenizer.decode(chat(content));
    expect(opening('Tell me a story about a dragon')).toBe('Once upon a time, there was a dragon.');
    expect(opening('a fox!')).toBe('Once upon a time, there was a fox!');
    expect(opening('A bird who could not fly')).toBe('Once upon a time, there was a bird who could not fly.');
    expect(opening('something about friendship')).toBe('Once upon a time, there was friendship.');
    expect(opening('a story about two cats')).toBe('Once upon a time, there was two cats.');
    expect(opening('Write a story')).toBe('Once upon a time,');
    expect(opening('One day, it rained.')).toBe('One day, it rained.');
    expect(opening('Lily found a clock in the forest')).toBe('Lily found a clock in the forest');
    expect(opening('The dog was sad.')).toBe('The dog was sad.');
    expect(chat('a fox')[0]).toBe(1);
  });
});

describe('the pruned output layer', () => {
  const published = readStoriesModel('whole');
  const plain = new TextTokenizer(published.tokenizer, published.config);

  it('has every topic cut into the tokens of the published model', () => {
    const order = writtenFirst(readWrittenTokens(), published.pieces.length);
    for (const content of [...PROMPTS, ...english.map((word) => `a ${word}`), 'naïve café, 漢字 and 🦊']) {
      const messages = [{ role: 'user' as const, content }];
      expect(tokenizer.encodeChat(messages).map((id) => order[id])).toEqual(plain.encodeChat(messages));
    }
  });

  it('leaves the text as it was, on topics that its choice did not see too', {
    timeout: 300_000,
  }, async () => {
    const model = encodeOnnx(buildLlamaGraph(published.checkpoint, 'float32'));
    const session = await DecoderSession.create(createNodeRuntime(), { model, externalData: [] }, MANIFEST);
    const publishedBatch = new ContinuousBatch(session);
    const unseen = english.filter((_, i) => i % UNSEEN_STRIDE === 1).map((word) => `a ${word}`);
    for (const prompt of [...PROMPTS.slice(0, 4), ...unseen]) {
      const pruned = await generateText({ batch, tokenizer, manifest: MANIFEST }, request(prompt));
      const whole = await generateText(
        { batch: publishedBatch, tokenizer: plain, manifest: MANIFEST },
        request(prompt),
      );
      expect(pruned.result.text).toBe(whole.result.text);
    }
    publishedBatch.dispose();
    await session.dispose();
  });
});

describe('the graph', () => {
  it('greedily writes token for token what the plain reference writes', { timeout: 120_000 }, async () => {
    for (const prompt of PROMPTS) {
      const { result } = await generateText({ batch, tokenizer, manifest: MANIFEST }, request(prompt));
      const reference = new LlamaReference(checkpoint);
      const tokens = chat(prompt);
      for (const token of tokens.slice(0, -1)) reference.feed(token);
      let token = tokens.at(-1)!;
      const expected: number[] = [];
      while (expected.length < TOKENS_A_PROMPT) {
        token = argmax(reference.step(token));
        expected.push(token);
      }
      expect(result.tokens).toEqual(expected);
    }
  });

  it('gives the same logits in one pass and token by token', async () => {
    const prompt = chat(PROMPTS.at(-1)!);
    const [whole, single] = [float32.sequence(), float32.sequence()];
    const expected = await whole.append(prompt);
    let logits: Float32Array = new Float32Array();
    for (const token of prompt) logits = await single.append([token]);
    expect(relativeL2(logits, expected)).toBeLessThan(1e-5);
    whole.dispose();
    single.dispose();
  });

  it('keeps close to float32 with 8-bit weights', async () => {
    const int8 = await compile('int8');
    const tokens = (await generateText({ batch, tokenizer, manifest: MANIFEST }, request(PROMPTS[0]!))).result
      .tokens;
    const [exact, quantized] = [float32.sequence(), int8.sequence()];
    let same = 0;
    let [left, right] = [await exact.append(chat(PROMPTS[0]!)), await quantized.append(chat(PROMPTS[0]!))];
    for (const token of tokens) {
      if (argmax(left) === argmax(right)) same++;
      expect(relativeL2(right, left)).toBeLessThan(0.1);
      [left, right] = [await exact.append([token]), await quantized.append([token])];
    }
    expect(same).toBeGreaterThanOrEqual(0.95 * tokens.length);
    await int8.dispose();
  });
});

describe('generateText', () => {
  it('streams the answer, stops at a stop string and tells why', async () => {
    const deltas: string[] = [];
    const onProgress = (news: { kind: string; delta?: string }) => deltas.push(news.delta ?? '');
    const { result } = await generateText(
      { batch, tokenizer, manifest: MANIFEST },
      request(PROMPTS[0]!, { stop: ['.'] }),
      {
        onProgress,
      },
    );
    expect(result.finishReason).toBe('stop');
    expect(result.text).not.toContain('.');
    expect(result.text.length).toBeGreaterThan(5);
    expect(deltas.join('')).toBe(result.text);
  });

  it('ends at a stop token and leaves it out', async () => {
    const { result } = await generateText({ batch, tokenizer, manifest: MANIFEST }, request(PROMPTS[0]!));
    const stopTokens = [result.tokens[5]!];
    const stopped = await generateText(
      { batch, tokenizer, manifest: { ...MANIFEST, stopTokens } },
      request(PROMPTS[0]!),
    );
    expect(stopped.result).toMatchObject({
      finishReason: 'stop',
      tokens: result.tokens.slice(0, result.tokens.indexOf(stopTokens[0]!)),
    });
  });

  it('repeats an answer by its seed and writes another by another', async () => {
    const settings = { temperature: 1, maxTokens: 12 };
    const write = async (seed: number) =>
      (
        await generateText(
          { batch, tokenizer, manifest: MANIFEST },
          request(PROMPTS[0]!, { ...settings, seed }),
        )
      ).result.tokens;
    const first = await write(1);
    expect(await write(1)).toEqual(first);
    expect(await write(2)).not.toEqual(first);
  });

  it('tells log-probabilities where they are asked for', async () => {
    const asked = request(PROMPTS[0]!, { maxTokens: 6, topLogprobs: 2 });
    const { result } = await generateText({ batch, tokenizer, manifest: MANIFEST }, asked);
    expect(result.logprobs).toHaveLength(result.tokens.length);
    for (const [i, { logprob, top }] of result.logprobs!.entries()) {
      // Greedy: each token is the likeliest.
      expect(top[0]).toEqual([result.tokens[i], logprob]);
      expect(top[1]![1]).toBeLessThanOrEqual(logprob);
    }
    const { result: plain } = await generateText(
      { batch, tokenizer, manifest: MANIFEST },
      {
        ...asked,
        topLogprobs: undefined,
      },
    );
    expect(plain).not.toHaveProperty('logprobs');
    expect(plain.tokens).toEqual(result.tokens);
  });

  it('ends with the context, and refuses a prompt that fills it', async () => {
    const prompt = chat(PROMPTS[0]!);
    const narrow = { ...MANIFEST, context: prompt.length + 3 };
    const { result } = await generateText({ batch, tokenizer, manifest: narrow }, request(PROMPTS[0]!));
    expect(result).toMatchObject({ finishReason: 'length', promptTokens: prompt.length });
    expect(result.tokens).toHaveLength(3);
    const filled = { ...MANIFEST, context: prompt.length };
    const full = generateText({ batch, tokenizer, manifest: filled }, request(PROMPTS[0]!));
    await expect(full).rejects.toMatchObject({ code: 'PROMPT_TOO_LONG' });
  });

  it('computes only what is new of a conversation, and answers as without its memory', async () => {
    const fresh = new ContinuousBatch(float32);
    const first = await generateText(
      { batch: fresh, tokenizer, manifest: MANIFEST },
      request(PROMPTS[0]!, { maxTokens: 8 }),
    );
    expect(first.reusedTokens).toBe(0);
    const messages = [
      { role: 'user' as const, content: PROMPTS[0]! },
      { role: 'assistant' as const, content: first.result.text },
      { role: 'user' as const, content: 'Then it rained.' },
    ];
    const next = request('', { messages, maxTokens: 16 });
    const reused = await generateText({ batch: fresh, tokenizer, manifest: MANIFEST }, next);
    expect(reused.reusedTokens).toBeGreaterThan(first.result.promptTokens);
    const forgetful = new ContinuousBatch(float32, { prefixCacheBytes: 0 });
    expect((await generateText({ batch: forgetful, tokenizer, manifest: MANIFEST }, next)).result).toEqual(
      reused.result,
    );
    const again = await generateText({ batch: fresh, tokenizer, manifest: MANIFEST }, next);
    expect(again.reusedTokens).toBe(again.result.promptTokens - 1);
    expect(again.result).toEqual(reused.result);
    fresh.dispose();
  });

  it('takes a long prompt in pieces, and is cancelled between them', async () => {
    const words = 'The sun was warm and the birds sang in the tall green trees. '.repeat(24);
    const long = { ...MANIFEST, context: 512 };
    const pieces: number[] = [];
    const controller = new AbortController();
    const sequence = float32.sequence();
    vi.spyOn(float32, 'sequence').mockReturnValueOnce(sequence);
    sequence.feed = async (tokens) => {
      pieces.push(tokens.length);
      controller.abort();
    };
    const forgetful = new ContinuousBatch(float32, { prefixCacheBytes: 0 });
    const run = generateText({ batch: forgetful, tokenizer, manifest: long }, request(words), {
      signal: controller.signal,
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(pieces).toEqual([256]);
  });

  it('is cancelled at the next token', async () => {
    const controller = new AbortController();
    let reports = 0;
    const run = generateText({ batch, tokenizer, manifest: MANIFEST }, request(PROMPTS[0]!), {
      signal: controller.signal,
      onProgress: () => {
        reports++;
        controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(reports).toBe(1);
  });
});
