import type { Shareable } from '#coordinator/shared/sharedResults.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { SHARED_LIMIT } from '#protocol/task/apiShared.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type TaskRequest, taskRequestSchema } from '#protocol/task/taskRequest.ts';

/** Values in one request: its fields, and those of each message. */
const REQUEST_ITEMS = 1_000;

/** The beginning of a text by whole characters. Postgres keeps no NUL in a text. */
const beginningOf = (text: string): string =>
  [...text.replaceAll('\0', '')].slice(0, SHARED_LIMIT.shownCharacters).join('');

/** What was asked: of a conversation the last question alone, as what was said before it is not shared. */
function promptOf(request: TaskRequest): string {
  if (request.kind === 'image') return request.prompt;
  return request.messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

/**
 * What becomes public of a result.
 * @param asked the stored request's bytes
 */
export function shareableOf(
  id: Shareable['id'],
  asked: Uint8Array,
  result: { kind: 'image'; png: Uint8Array } | { kind: 'text'; text: string },
): Shareable {
  const request = decodeWire(taskRequestSchema, asked, TASK_LIMIT.requestBytes, REQUEST_ITEMS);
  const prompt = beginningOf(promptOf(request));
  if (result.kind === 'image') return { id, prompt, excerpt: null, content: result.png };
  const { text } = result;
  return { id, prompt, excerpt: beginningOf(text), content: new TextEncoder().encode(text) };
}
