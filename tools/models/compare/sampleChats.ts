import type { ChatMessage } from '#protocol/task/taskRequest.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const model = (content: string): ChatMessage => ({ role: 'assistant', content });
const system = (content: string): ChatMessage => ({ role: 'system', content });

/** Conversations in which templates differ: system words, turns, spaces, thoughts, and orders they refuse. */
export const SAMPLE_CHATS: readonly (readonly ChatMessage[])[] = [
  [user('hi')],
  [user('  hi \n\n')],
  [user('\u0085hi\uFEFF')],
  [system('Be brief.'), user('hi')],
  [system(' Be brief.\n'), user('a'), model('b'), user('c')],
  [user('ünï 漢字 😀 "q" \\n {{ x }} {% y %} {# z #}')],
  [user('a'), model('<think>\nx\n</think>\n\ny'), user('c')],
  [user('a'), model(' b <think> c'), user('d'), model('</think> e </think>f'), user('g')],
  [user('a'), model('  \n b \n'), user('c')],
  [user('a'), model('b')],
  [user('a'), user('b')],
  [model('b')],
  [system('a')],
  [system('a'), system('b'), user('c')],
];
