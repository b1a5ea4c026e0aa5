import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import type { AuditedText } from '#inference/audit/text/textAudit.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { generateText, type TextModel } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { textTrace } from '#protocol/trace/workTrace.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';
import { readStoriesModel } from '#tools/models/stories15m/buildStories15m.ts';
import { openCheckpoint } from '#tools/models/stories15m/openStories.ts';
import { storyRequest } from '#tools/models/stories15m/storyPrompts.ts';

type Text = AuditedText['result'];

const FOLDER = new URL('../../../../public/models/stories15m/', import.meta.url).pathname;
const PROMPT = 'a dragon who loves tea';
const SAMPLED = { temperature: 0.8, topP: 0.9, seed: 5 };

let model: LoadedModel;
/** A model with the same vocabulary and weights in 4 bits. */
let coarse: TextModel;
let tokenizer: TextTokenizer;
/** Sampled, of 64 tokens. */
let honest: Text;

beforeAll(async () => {
  const manifest = parseManifest(JSON.parse(readFileSync(`${FOLDER}manifest.json`, 'utf8')));
  if (manifest.kind !== 'text') throw new TypeError('not a text model');
  model = await loadModel(manifest, folderReader(FOLDER), createNodeRuntime());
  const stories = readStoriesModel('pruned');
  tokenizer = new TextTokenizer(stories);
  const session = await openCheckpoint(stories.checkpoint, 'int4');
  coarse = { batch: new ContinuousBatch(session), tokenizer, manifest };
  honest = await write(storyRequest(PROMPT, SAMPLED));
});

afterAll(() => model.dispose());

async function writeAnew(request: TextRequest): Promise<Text> {
  const { result } = await model.run(request);
  if (result.kind !== 'text') throw new TypeError('not a text');
  return result;
}

/** By request. */
const written = new Map<string, Promise<Text>>();

/** Several tests begin with the same answer: it is written once. */
function write(request: TextRequest): Promise<Text> {
  const key = JSON.stringify(request);
  const answer = written.get(key) ?? writeAnew(request);
  written.set(key, answer);
  return answer;
}

async function audit(result: Text, change: Partial<TextRequest> = SAMPLED, prompt = PROMPT) {
  return model.audit({ request: storyRequest(prompt, change), result, parts: undefined });
}
const distance = async (...given: Parameters<typeof audit>) => distanceOf(await audit(...given));

/** The answer with other tokens, its text and its end as they must be then. */
const retold = (tokens: readonly number[], like: Text = honest): Text => ({
  ...like,
  tokens: [...tokens],
  text: tokenizer.decode(tokens),
  finishReason: tokens.length === 64 ? 'length' : 'stop',
});
/** An answer to another prompt, told as one to this prompt. */
const ofPrompt = async (prompt: string): Promise<Text> => ({
  ...(await write(storyRequest(prompt, SAMPLED))),
  promptTokens: honest.promptTokens,
});

describe('auditText of an honest answer', () => {
  it.each<[string, Partial<TextRequest>, string]>([
    ['sampled from a nucleus', SAMPLED, PROMPT],
    ['greedy', { temperature: 0 }, 'two cats'],
    ['sampled from all tokens, hot', { temperature: 1.5, topP: 1, seed: 9 }, 'the moon!'],
    ['with log-probabilities', { ...SAMPLED, topLogprobs: 5 }, 'a bear and a bee'],
    ['that ends by itself', { maxTokens: 250, temperature: 0 }, 'friendship'],
    ['that ends at a stop string', { ...SAMPLED, stop: ['.'] }, PROMPT],
    ['of one token', { ...SAMPLED, maxTokens: 1 }, PROMPT],
  ])('finds nothing in one %s', async (_, change, prompt) => {
    const result = await write(storyRequest(prompt, change));
    const measure = await audit(result, change, prompt);
    expect(distanceOf(measure)).toBeLessThan(1 / 3);
    expect('logprob' in measure.measures).toBe(change.topLogprobs !== undefined);
  });

  it('measures the end of one that ends by itself, and of no other', async () => {
    const change = { maxTokens: 250, temperature: 0 };
    const whole = await write(storyRequest('friendship', change));
    expect(whole.finishReason).toBe('stop');
    expect((await audit(whole, change, 'friendship')).measures).toHaveProperty('end');
    expect((await audit(honest)).measures).not.toHaveProperty('end');
    const stopped = { ...SAMPLED, stop: ['.'] };
    expect((await audit(await write(storyRequest(PROMPT, stopped)), stopped)).measures).not.toHaveProperty(
      'end',
    );
  });

  it('runs between answers of one batch without changing them', async () => {
    const request = storyRequest('two cats', SAMPLED);
    const alone = await write(request);
    const [first, measure, second] = await Promise.all([
      writeAnew(request),
      audit(honest),
      writeAnew(request),
    ]);
    expect([first, second]).toEqual([alone, alone]);
    expect(distanceOf(measure)).toBeLessThan(1 / 3);
  });
});

/** Cheats over a whole answer of 64 tokens. */
const CHEATS: readonly (readonly [string, () => Promise<Text>])[] = [
  ['weights in 4 bits', async () => (await generateText(coarse, storyRequest(PROMPT, SAMPLED))).result],
  ['another seed', () => write(storyRequest(PROMPT, { ...SAMPLED, seed: 6 }))],
  ['another temperature', () => write(storyRequest(PROMPT, { ...SAMPLED, temperature: 0.5 }))],
  ['the likeliest tokens, without the noise', () => write(storyRequest(PROMPT, { temperature: 0 }))],
  ['an ignored prompt', () => ofPrompt('a story')],
  ['a copied answer to another prompt', () => ofPrompt('a kind old witch')],
  ['a truncated answer', async () => retold(honest.tokens.slice(0, 32))],
  ['an empty answer', async () => retold([])],
  ['random tokens', async () => retold(honest.tokens.map((_, at) => 300 + ((at * 7_919) % 1_000)))],
  [
    'five changed tokens',
    async () => retold(honest.tokens.map((token, at) => (at % 13 === 5 ? token + 1 : token))),
  ],
];

describe('auditText of a forged answer', () => {
  it.each(CHEATS)('finds %s', async (_, forge) => {
    expect(await distance(await forge())).toBeGreaterThan(1);
  });

  it('finds an answer that goes on where the model ends it', async () => {
    const change = { maxTokens: 250, temperature: 0 };
    const whole = await write(storyRequest('friendship', change));
    const most = Math.min(250, 256 - whole.promptTokens);
    const longer = [...whole.tokens, ...honest.tokens, ...honest.tokens, ...honest.tokens].slice(0, most);
    const forged: Text = { ...retold(longer, whole), finishReason: 'length' };
    expect(await distance(forged, change, 'friendship')).toBeGreaterThan(1);
  });

  it('finds log-probabilities that the model does not give', async () => {
    const change = { ...SAMPLED, topLogprobs: 2 };
    const result = await write(storyRequest(PROMPT, change));
    const [first, ...others] = result.logprobs!;
    const [likeliest, second] = first!.top as [[number, number], [number, number]];
    for (const wrong of [
      { ...first!, logprob: first!.logprob - 0.1 },
      { ...first!, top: [likeliest, [second[0], second[1] - 0.1]] },
      { ...first!, top: [likeliest] },
      { ...first!, top: [likeliest, likeliest] },
      { ...first!, top: [likeliest, [1e6, second[1]]] },
    ] as NonNullable<Text['logprobs']>) {
      expect(await distance({ ...result, logprobs: [wrong, ...others] }, change)).toBeGreaterThan(1);
    }
  });
});

describe('auditText of malformed input', () => {
  it.each<[string, () => Text]>([
    ['a token beyond the output layer', () => retold([31_999, ...honest.tokens.slice(1)])],
    ['a token beyond the vocabulary', () => retold([2 ** 31, ...honest.tokens.slice(1)])],
    ['a stop token in it', () => retold([2, ...honest.tokens.slice(1)])],
    ['a text that its tokens do not give', () => ({ ...honest, text: `${honest.text}!` })],
    ['too many tokens', () => retold([...honest.tokens, 5])],
    ['another count of prompt tokens', () => ({ ...honest, promptTokens: honest.promptTokens + 1 })],
    ['another reason for its end', () => ({ ...honest, finishReason: 'stop' })],
  ])('finds %s infinitely far', async (_, forge) => {
    expect(await distance(forge())).toBe(Infinity);
  });

  it('finds a trace of other tokens infinitely far, and takes the right one', async () => {
    const request = storyRequest(PROMPT, SAMPLED);
    const right = textTrace(honest.tokens)[0]!;
    const traced = async (parts: ReadonlyMap<number, Uint8Array>) =>
      distanceOf(await model.audit({ request, result: honest, parts }));
    expect(await traced(new Map([[0, right]]))).toBeLessThan(1);
    for (const parts of [
      new Map([[0, right.slice(4)]]),
      new Map([[0, textTrace([...honest.tokens.slice(0, -1), 7])[0]!]]),
      new Map([[1, right]]),
    ]) {
      expect(await traced(parts)).toBe(Infinity);
    }
  });

  it('refuses a prompt that fills the context, and a task of another kind', async () => {
    const long = storyRequest('The sun was warm. '.repeat(60), SAMPLED);
    const parts = undefined;
    await expect(model.audit({ request: long, result: honest, parts })).rejects.toMatchObject({
      code: 'PROMPT_TOO_LONG',
    });
    const result = { kind: 'image' as const, png: new Uint8Array(0) };
    await expect(model.audit({ request: storyRequest(PROMPT), result, parts })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('is cancelled', async () => {
    const work = { request: storyRequest(PROMPT, SAMPLED), result: honest, parts: undefined };
    const run = model.audit(work, { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
