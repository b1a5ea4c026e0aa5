import { rm } from 'node:fs/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPromptLength } from '#coordinator/api/chat/promptLength.ts';
import { loadCatalogue } from '#coordinator/catalogue/loadCatalogue.ts';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { checkResult } from '#coordinator/relay/checkResult.ts';
import { byteModel, catalogueFolder, storiesModel } from '#coordinator/testing/catalogueFolder.ts';
import { longestStall } from '#coordinator/testing/longestStall.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

const ann = accountOf('ann').address;
const log = pino({ level: 'silent' });
const asker = { client: 'ann', signal: new AbortController().signal };

/** Far below what the texts of a test take together, and above what a busy machine adds to 50 ms. */
const MOST_STALL_MS = 400;
/** Twenty of the hardest texts, on a busy machine. */
const HARD_TIMEOUT_MS = 180_000;
const MESSAGE_CHARACTERS = 4_000;

/** A request whose prompt is a text over and over. */
function requestOf(model: string, text: string, characters: number, more: Partial<TextRequest> = {}) {
  const long = text.repeat(Math.ceil(characters / text.length)).slice(0, characters);
  const messages = Array.from({ length: Math.ceil(characters / MESSAGE_CHARACTERS) }, (_, at) => ({
    role: 'user' as const,
    content: long.slice(at * MESSAGE_CHARACTERS, (at + 1) * MESSAGE_CHARACTERS),
  }));
  const request: TextRequest = {
    ...{ kind: 'text', model, messages, maxTokens: 4_096, date: '2026-11-28' },
    ...{
      temperature: 0,
      topP: 1,
      stop: [],
      seed: 1,
      manifest: `0x${'0'.repeat(64)}`,
      salt: `0x${'0'.repeat(32)}`,
    },
  };
  return { ...request, ...more };
}

let folder: string;
let catalogue: ModelCatalogue;
beforeAll(async () => {
  folder = await catalogueFolder({ bytes: byteModel(4_096), stories: await storiesModel(1_024) });
  catalogue = await loadCatalogue(folder, log);
});
afterAll(async () => {
  await catalogue.close();
  await rm(folder, { recursive: true });
});

const tokenizerOf = (id: string) => {
  const model = catalogue.find(id);
  if (model === undefined || !isTextModel(model)) throw new Error(`${id} is no text model.`);
  return model.tokenizer;
};

describe('loadCatalogue', () => {
  it('gives each text model its own tokenizer', async () => {
    const texts = catalogue.models.filter(isTextModel);
    expect(texts.map(({ manifest, longestToken }) => [manifest.id, longestToken])).toEqual([
      ['bytes', '<|begin|>'.length],
      ['stories', 16],
    ]);
    const counts = texts.map(({ manifest, tokenizer }) =>
      tokenizer.promptTokens(requestOf(manifest.id, 'Once upon a time', 16), asker),
    );
    // Control tokens and a token for each byte around them; four words after one control token.
    expect(await Promise.all(counts)).toEqual([34, 5]);
    const tokens = [3 + 0xe2, 3_635];
    const logprobs = tokens.map(() => ({ logprob: -1, top: [] }));
    const result = { kind: 'text', text: 'x', tokens, promptTokens: 5, finishReason: 'stop', logprobs };
    const read = await catalogue.find('stories')!.results.read(encodeWire(result), 'ann');
    const { spelling, lengths } = read.logprobs!;
    expect([[...lengths], [...spelling]]).toEqual([
      [1, 5],
      [0xe2, ...Buffer.from(' Once')],
    ]);
  });

  it('says which models it could not read', async () => {
    const broken = await catalogueFolder({ bytes: { ...byteModel(64), tokenizer: { model: {} } } });
    await expect(loadCatalogue(broken, log)).rejects.toMatchObject({
      code: 'NO_MODELS',
      message: expect.stringContaining('tokenizer.json is wrong at model'),
    });
    await rm(broken, { recursive: true });
  });

  it.each([
    ['bytes', '<', 9 * 4_096],
    ['stories', 'The quick brown fox jumps. ', 16 * 1_024],
  ])(
    'keeps the event loop free while the tokenizer of %s counts twenty of the hardest prompts',
    async (model, text, characters) => {
      const ask = (client: number) =>
        checkPromptLength(catalogue, requestOf(model, text, characters), {
          client: `client ${client}`,
          signal: new AbortController().signal,
        });
      const outcomes: PromiseSettledResult<void>[] = [];
      const stall = await longestStall(async () => {
        outcomes.push(...(await Promise.allSettled(Array.from({ length: 20 }, (_, client) => ask(client)))));
      });
      const codes = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code);
      expect(codes).toEqual(new Array(20).fill('context_length_exceeded'));
      expect(stall).toBeLessThan(MOST_STALL_MS);
    },
    HARD_TIMEOUT_MS,
  );

  it.each([
    ['plain', {}],
    ['with all their log-probabilities', { topLogprobs: 20 }],
  ])(
    'keeps the event loop free while results are checked: %s',
    async (_, more) => {
      const request = requestOf('stories', 'The quick brown fox jumps. ', 2_048, more);
      const promptTokens = await tokenizerOf('stories').promptTokens({ ...request }, asker);
      const tokens = new Array<number>(1_024 - promptTokens).fill(3 + 0xe2);
      const result = { kind: 'text', text: 'x', tokens, promptTokens, finishReason: 'length' };
      const top = Array.from({ length: 20 }, (_, at) => [at + 3, -0.1]);
      const logprobs = tokens.map(() => ({ logprob: -0.1, top }));
      const bytes = encodeWire({ ...result, ...('topLogprobs' in more && { logprobs }) });
      const stall = await longestStall(async () => {
        for (let at = 0; at < 30; at++)
          await expect(checkResult(catalogue, request, bytes, ann)).rejects.toMatchObject({
            code: 'BAD_RESULT',
          });
      });
      expect(stall).toBeLessThan(MOST_STALL_MS);
    },
    HARD_TIMEOUT_MS,
  );

  it('checks a result as its model’s tokenizer decodes it', async () => {
    const request = requestOf('bytes', 'hi', 2);
    const promptTokens = await tokenizerOf('bytes').promptTokens(request, asker);
    const tokens = [...'fox'].map((character) => character.charCodeAt(0) - 0x21 + 2);
    const good = { kind: 'text', text: 'fox', tokens, promptTokens, finishReason: 'stop' };
    const check = (result: object) => checkResult(catalogue, request, encodeWire(result), ann);
    expect(await check(good)).toMatchObject({ units: promptTokens + 3 });
    await expect(check({ ...good, text: 'owl' })).rejects.toMatchObject({ code: 'BAD_RESULT' });
    await expect(check({ ...good, tokens: [...tokens, 9_999] })).rejects.toMatchObject({
      code: 'BAD_RESULT',
    });
  });
});
