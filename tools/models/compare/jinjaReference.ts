import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChatMessage } from '#protocol/task/taskRequest.ts';

export interface ChatToRender {
  readonly template: string;
  readonly namedTokens: Readonly<Record<string, string>>;
  readonly messages: readonly ChatMessage[];
  /** In the form 2026-11-28. */
  readonly date: string;
}

/** The text of a chat, or why the template refuses it. */
export type RenderedChat = { readonly text: string } | { readonly refused: string };

/** Chats as Jinja itself renders them, in Python: the judge of this engine's templates. */
export function renderByJinja(chats: readonly ChatToRender[]): RenderedChat[] {
  const script = fileURLToPath(new URL('renderChats.py', import.meta.url));
  const input = chats.map((chat) => JSON.stringify(chat)).join('\n');
  const { status, stdout, stderr } = spawnSync('python3', [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0)
    throw new Error(`python3 with Jinja2 is needed (apt-get install python3-jinja2): ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RenderedChat);
}
