import { describe, expect, it } from 'vitest';
import { ChatTemplate } from '#inference/tokenizer/chatTemplate.ts';
import { ControlTokens } from '#inference/tokenizer/controlTokens.ts';

const CONTROLS = new ControlTokens({ added_tokens: [], model: { vocab: {} } });
const CHAT = [
  { role: 'user' as const, content: 'a' },
  { role: 'assistant' as const, content: 'b' },
];
const open = (source: string) => new ChatTemplate(source, {}, CONTROLS);

describe('ChatTemplate', () => {
  it.each(['tools', 'documents'])('tells templates that there are no %s', (name) => {
    expect(open(`{{ ${name} is defined }} {{ ${name} is none }}`).render(CHAT, undefined)).toBe('true true');
  });

  it('keeps nothing of one conversation for the next', () => {
    const template = open('{% set messages = messages[1:] %}{{ messages|length }}');
    expect([template.render(CHAT, undefined), template.render(CHAT, undefined)]).toEqual(['1', '1']);
  });
});
