import '#network/polyfill.ts';
import { createOpenAI } from '@ai-sdk/openai';
import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { generateImage, generateText, type ModelMessage, streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';

const whole = useWholeCoordinator();
const TALE = 'once upon a time';

describe('the Vercel AI SDK', () => {
  const provider = () => createOpenAI({ baseURL: `${whole.url}/v1`, apiKey: 'none' });

  it('holds a conversation', async () => {
    await whole.mine('ann');
    const messages: ModelMessage[] = [{ role: 'user', content: 'tell me a tale' }];
    const ask = { model: provider().chat('talk'), system: 'Be brief.', maxRetries: 0 };
    const first = await generateText({ ...ask, messages });
    expect([first.text, first.finishReason]).toEqual([TALE, 'stop']);
    const second = await generateText({
      ...ask,
      messages: [...messages, ...first.response.messages, ...messages],
    });
    expect(second.text).toBe(TALE);
  });

  it('streams a text, with its usage', async () => {
    await whole.mine('ann');
    const result = streamText({ model: provider().chat('talk'), prompt: 'tell me a tale', maxRetries: 0 });
    let text = '';
    for await (const delta of result.textStream) text += delta;
    expect(text).toBe(TALE);
    expect(await result.usage).toMatchObject({ inputTokens: 4, outputTokens: 4 });
  });

  it('makes an image', async () => {
    await whole.mine('ann');
    const { image } = await generateImage({
      ...{ model: provider().image('draw'), prompt: 'a red fox', maxRetries: 0 },
    });
    expect(image.mediaType).toBe('image/png');
  });
});

describe('LangChain', () => {
  const model = (more: object = {}) =>
    new ChatOpenAI({
      ...{ model: 'talk', apiKey: 'none', maxRetries: 0, ...more },
      configuration: { baseURL: `${whole.url}/v1` },
    });

  it('holds a conversation', async () => {
    await whole.mine('ann');
    const chat = model({ temperature: 0, maxTokens: 16 });
    const asked = [new SystemMessage('Be brief.'), new HumanMessage('tell me a tale')];
    const first = await chat.invoke(asked);
    expect(first).toBeInstanceOf(AIMessage);
    const second = await chat.invoke([...asked, first, new HumanMessage('again')]);
    expect([first.content, second.content]).toEqual([TALE, TALE]);
  });

  it('streams a text', async () => {
    await whole.mine('ann');
    let text = '';
    for await (const chunk of await model().stream('tell me a tale')) text += chunk.content as string;
    expect(text).toBe(TALE);
  });
});

describe('a reader of plain fetch', () => {
  const ask = async () => {
    await whole.mine('ann');
    const messages = [{ role: 'user', content: 'tell me a tale' }];
    return whole.post('/v1/chat/completions', { messages, stream: true });
  };

  it('that splits lines and reads the delta of each gets the text', async () => {
    const response = await ask();
    let [text, rest] = ['', ''];
    for await (const bytes of response.body!) {
      const lines = (rest + Buffer.from(bytes).toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
        text += JSON.parse(line.slice('data: '.length)).choices[0].delta.content ?? '';
      }
    }
    expect(text).toBe(TALE);
  });

  it('that waits for [DONE] gets the text and its end', async () => {
    const events = (await (await ask()).text()).split('\n\n').filter((event) => event.startsWith('data:'));
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice(5)));
    expect(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join('')).toBe(TALE);
    expect(chunks.map((chunk) => chunk.choices[0].finish_reason).filter(Boolean)).toEqual(['stop']);
  });
});
