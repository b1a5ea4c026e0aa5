import { describe, expect, it } from 'vitest';
import { chatOrderSchema, toTextRequest } from '#coordinator/api/chat/chatOrder.ts';
import { UNUSED_CHAT_PARAMETERS } from '#coordinator/api/chat/chatParameters.ts';
import { faultOfInput } from '#coordinator/api/http/requestFault.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';

const MESSAGES = [{ role: 'user', content: 'tell me a tale' }];

/** The request that a body becomes. @throws ApiFault */
function requestOf(body: object) {
  const parsed = chatOrderSchema.safeParse({ messages: MESSAGES, ...body });
  if (!parsed.success) throw faultOfInput(parsed.error);
  const { salt: _salt, seed: _seed, ...request } = toTextRequest(testCatalogue(), parsed.data);
  return request;
}

/** The refusal of a body: its code and the parameter it names. */
function refusalOf(body: object): { code: string; param: string | null } {
  try {
    requestOf(body);
  } catch (error) {
    return (error as { toJSON(): { error: { code: string; param: string | null } } }).toJSON().error;
  }
  throw new Error('It was accepted.');
}

describe('a chat order', () => {
  it.each([
    ...Object.keys(chatOrderSchema.out.shape).filter((name) => name !== 'messages'),
    ...Object.keys(UNUSED_CHAT_PARAMETERS),
    'a_parameter_of_tomorrow',
  ])('takes a null %s for one that is left out', (name) => {
    expect(requestOf({ [name]: null })).toEqual(requestOf({}));
  });

  it.each([
    ...[{ n: 1 }, { presence_penalty: 0 }, { frequency_penalty: 0 }, { logit_bias: {} }],
    ...[{ tools: [] }, { tools: [], tool_choice: 'auto' }, { tool_choice: 'none' }, { functions: [] }],
    ...[{ function_call: 'none' }, { parallel_tool_calls: true }, { parallel_tool_calls: false }],
    ...[{ response_format: { type: 'text' } }, { modalities: ['text'] }, { store: false }],
    ...[{ metadata: { app: 'x' } }, { user: 'u' }, { safety_identifier: 'u' }, { service_tier: 'auto' }],
    ...[{ reasoning_effort: 'low' }, { verbosity: 'high' }, { prompt_cache_key: 'k' }],
    ...[{ prediction: { type: 'content', content: 'x' } }, { moderation: { model: 'x' } }],
    ...[{ stream_options: { include_obfuscation: false } }, { stream_options: {} }],
    ...[
      { stop: '' },
      { stop: [] },
      { logprobs: false },
      { stream: false },
      { some_flag: false },
      { other: [] },
    ],
  ])('takes %j, which changes nothing', (body) => {
    expect(requestOf(body)).toEqual(requestOf({}));
  });

  it.each([
    [{ n: 2 }, 'n'],
    [{ presence_penalty: 0.1 }, 'presence_penalty'],
    [{ frequency_penalty: -1 }, 'frequency_penalty'],
    [{ logit_bias: { 50256: -100 } }, 'logit_bias'],
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools'],
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ functions: [{ name: 'f' }] }, 'functions'],
    [{ function_call: { name: 'f' } }, 'function_call'],
    [{ response_format: { type: 'json_object' } }, 'response_format'],
    [{ modalities: ['text', 'audio'] }, 'modalities'],
    [{ audio: { voice: 'x' } }, 'audio'],
    [{ store: true }, 'store'],
    [{ web_search_options: { user_location: 'x' } }, 'web_search_options'],
  ])('refuses %j by name: the answer would silently differ', (body, param) => {
    expect(refusalOf(body)).toMatchObject({ code: 'unsupported_parameter', param });
  });

  it.each([
    [{ top_k: 40 }, 'unknown_parameter', 'top_k'],
    [{ toString: 'x' }, 'unknown_parameter', 'toString'],
    [{ messages: [{ role: 'system' }] }, 'invalid_value', 'messages.0.content'],
    [{ messages: [] }, 'invalid_value', 'messages'],
    [{ messages: null }, 'invalid_value', 'messages'],
    [{ messages: [{ role: 'tool', content: 'x', tool_call_id: '1' }] }, 'invalid_value', 'messages.0.role'],
    [{ messages: [{ role: 'user', content: null }] }, 'invalid_value', 'messages.0.content'],
    [{ messages: [{ role: 'user', content: 7 }] }, 'invalid_value', 'messages.0.content'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
      'invalid_value',
      'messages.0.content',
    ],
    [
      { messages: [{ role: 'assistant', content: '', tool_calls: [{ id: '1' }] }] },
      'unsupported_parameter',
      'messages.0.tool_calls',
    ],
    [{ temperature: -0.1 }, 'invalid_value', 'temperature'],
    [{ temperature: 2.1 }, 'invalid_value', 'temperature'],
    [{ top_p: -0.1 }, 'invalid_value', 'top_p'],
    [{ top_p: 1.1 }, 'invalid_value', 'top_p'],
    [{ max_tokens: 0 }, 'invalid_value', 'max_tokens'],
    [{ max_tokens: 4_097 }, 'invalid_value', 'max_tokens'],
    [{ seed: -1 }, 'invalid_value', 'seed'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'invalid_value', 'stop'],
    [{ stop: 'x'.repeat(65) }, 'invalid_value', 'stop'],
    [{ logprobs: true, top_logprobs: 21 }, 'invalid_value', 'top_logprobs'],
    [{ top_logprobs: 1 }, 'invalid_value', 'top_logprobs'],
    [{ stream_options: { include_usage: 1 } }, 'invalid_value', 'stream_options.include_usage'],
  ])('refuses %j', (body, code, param) => {
    expect(refusalOf(body)).toMatchObject({ code, param });
  });

  it.each([
    [{ temperature: 0 }, { temperature: 0 }],
    [{ temperature: 0.001 }, { temperature: 0.001 }],
    [{ temperature: 0.0009 }, { temperature: 0 }],
    [{ temperature: 5e-324 }, { temperature: 0 }],
    [{ temperature: 2 }, { temperature: 2 }],
    [{ top_p: 1 }, { topP: 1 }],
    [{ max_tokens: 1 }, { maxTokens: 1 }],
    [{ max_tokens: 4_096 }, { maxTokens: 4_096 }],
    [{ max_tokens: 8, max_completion_tokens: 4 }, { maxTokens: 4 }],
    [{ stop: 'end' }, { stop: ['end'] }],
    [{ stop: ['a', '', 'd'] }, { stop: ['a', 'd'] }],
    [{ logprobs: true }, { topLogprobs: 0 }],
    [{ logprobs: true, top_logprobs: 20 }, { topLogprobs: 20 }],
  ])('honours %j', (body, part) => {
    expect(requestOf(body)).toMatchObject(part);
  });

  it('refuses a prompt by its length before its tokens are counted, and not a character too early', () => {
    // The longest token has 8 characters, the context 64 tokens.
    const ask = (length: number) => refusalOf({ messages: [{ role: 'user', content: 'x'.repeat(length) }] });
    expect(ask(513)).toMatchObject({
      code: 'context_length_exceeded',
      message: expect.stringContaining('513 characters'),
    });
    // One word is one token of the test's model.
    expect(requestOf({ messages: [{ role: 'user', content: 'x'.repeat(512) }] }).messages).toHaveLength(1);
  });

  it('takes top_p 0 for the likeliest token alone', () => {
    expect(requestOf({ top_p: 0 }).topP).toBeGreaterThan(0);
    expect(requestOf({ top_p: 0 }).topP).toBeLessThan(1e-3);
  });

  it('takes an answer back as OpenAI’s clients received it, one without content too', () => {
    const answer = { role: 'assistant', content: 'once', refusal: null, annotations: [], tool_calls: [] };
    const silent = { role: 'assistant', content: null, function_call: null, audio: null };
    const { messages } = requestOf({ messages: [...MESSAGES, answer, silent, ...MESSAGES] });
    expect(messages.slice(1, 3)).toEqual([
      { role: 'assistant', content: 'once' },
      { role: 'assistant', content: '' },
    ]);
  });

  it('joins parts of text, and reads a developer as the system', () => {
    const content = [
      { type: 'text', text: 'one', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'two' },
    ];
    expect(requestOf({ messages: [{ role: 'developer', content, name: 'dev' }] }).messages).toEqual([
      { role: 'system', content: 'one\ntwo' },
    ]);
  });

  it('replaces half a surrogate pair, so that coordinator and miner count the same tokens', () => {
    const body = { messages: [{ role: 'user', content: 'a \ud83d tale' }], stop: '\ude00' };
    expect(requestOf(body)).toMatchObject({ messages: [{ content: 'a \ufffd tale' }], stop: ['\ufffd'] });
  });
});
