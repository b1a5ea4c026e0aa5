import '#network/polyfill.ts';
import { describe, expect, it } from 'vitest';
import { failure } from '#coordinator/testing/failure.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';

const whole = useWholeCoordinator();
const question = { role: 'user' as const, content: 'tell me a tale' };

describe('the official openai client', () => {
  it('holds a conversation, sending each answer back as it received it', async () => {
    await whole.mine('ann');
    const { openai } = whole;
    const first = await openai.chat.completions.create({ model: 'talk', messages: [question] });
    const messages = [question, first.choices[0]!.message, question];
    const second = await openai.chat.completions.create({ model: 'talk', messages });
    expect(second.choices[0]?.message.content).toBe('once upon a time');
    // Ten words of three messages, an answer of four among them.
    expect(second.usage?.prompt_tokens).toBe(4 + 4 + 4);
  });

  it('finds a delta in each chunk of a stream, and the usage in the last one alone', async () => {
    await whole.mine('ann');
    const stream = await whole.openai.chat.completions.create({
      ...{ model: 'talk', messages: [question], stream: true },
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const last = chunks.pop()!;
    expect(chunks.map(({ choices }) => typeof choices[0]!.delta)).toEqual(chunks.map(() => 'object'));
    expect(chunks.every(({ usage }) => usage === null)).toBe(true);
    expect([last.choices, last.usage?.total_tokens]).toEqual([[], 8]);
  });

  it('finds no chunk without a choice in a stream that was asked for no usage', async () => {
    await whole.mine('ann');
    const request = { model: 'talk', messages: [question], stream: true as const };
    const stream = await whole.openai.chat.completions.create(request);
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]!.delta.content ?? '';
    expect(text).toBe('once upon a time');
  });

  it('collects a stream into a message by its own helper', async () => {
    await whole.mine('ann');
    const running = whole.openai.chat.completions.stream({ model: 'talk', messages: [question] });
    expect(await running.finalContent()).toBe('once upon a time');
  });

  it('retrieves a model, and learns that another is not served', async () => {
    expect(await whole.openai.models.retrieve('talk')).toMatchObject({ id: 'talk', object: 'model' });
    expect(await failure(whole.openai.models.retrieve('gpt-4'))).toMatchObject({
      ...{ status: 404, code: 'model_not_found', param: 'model' },
    });
  });
});

describe('a streamed answer', () => {
  it('asks proxies not to hold it back', async () => {
    await whole.mine('ann');
    for (const [path, body] of [
      ['/v1/chat/completions', { messages: [question], stream: true }],
      ['/v1/images/generations', { prompt: 'a fox', stream: true }],
    ] as const) {
      const response = await whole.post(path, body);
      expect(response.headers.get('x-accel-buffering')).toBe('no');
      await response.text();
    }
  });
});

describe('a result’s link', () => {
  it.each([
    ['https://api.example/cuckoo', 'https://api.example/cuckoo/v1/tasks/'],
    ['https://api.example/cuckoo/', 'https://api.example/cuckoo/v1/tasks/'],
    ['https://api.example', 'https://api.example/v1/tasks/'],
  ])('lies below the public address %s', async (publicUrl, start) => {
    await whole.restart({ http: { host: '127.0.0.1', port: 0, proxies: 0, publicUrl } });
    await whole.mine('ann');
    const answer = await whole.openai.images.generate({ prompt: 'a fox', response_format: 'url' });
    expect(answer.data![0]!.url!.startsWith(start)).toBe(true);
  });
});
