import { TASK_HEADER } from '#protocol/messages/api.ts';

/**
 * Orders a text and leaves at once, which cancels it: its page shows a task that the coordinator knows.
 * @param apiUrl the coordinator's, e.g. "http://localhost:8787"
 * @returns the task's id
 */
export async function orderTask(apiUrl: string): Promise<string> {
  const leaving = new AbortController();
  const answer = await fetch(`${apiUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'stories15m',
      messages: [{ role: 'user', content: 'Once' }],
      stream: true,
    }),
    signal: leaving.signal,
  });
  const id = answer.headers.get(TASK_HEADER);
  if (id === null)
    throw new Error(`${apiUrl} took no task (${answer.status}): ${(await answer.text()).slice(0, 200)}`);
  leaving.abort();
  return id;
}
