import { iconPrompt, pick } from '#tools/trust/audits/iconPrompt.ts';

/** Sends orders as apps do, so many at a time. */
const AT_ONCE = 8;

const OPENINGS = ['Once upon a time', 'The little cuckoo', 'Lily had a red ball', 'One day a big dog'];

/** Every second task is an image, as its model's defaults are, the others are texts of 32 tokens. */
export interface TaskSize {
  /** The model's own number where it is left out. */
  steps?: number;
  tokens: number;
}
export const USUAL: TaskSize = { tokens: 32 };
/** What makes a miner's record longer in the least time. */
export const LEAST: TaskSize = { steps: 1, tokens: 1 };

/** @returns whether its result came */
async function order(apiUrl: string, at: number, { steps, tokens }: TaskSize): Promise<boolean> {
  const [path, body] =
    at % 2 === 0
      ? ['/v1/images/generations', { prompt: iconPrompt(at >> 1), steps, seed: at }]
      : [
          '/v1/chat/completions',
          { messages: [{ role: 'user', content: pick(OPENINGS, at >> 1) }], max_tokens: tokens, seed: at },
        ];
  const answer = await fetch(apiUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = await answer.text();
  if (!answer.ok) console.error(`Order ${at} failed with ${answer.status}: ${said.slice(0, 500)}`);
  return answer.ok;
}

/**
 * Orders tasks, and waits for all of them.
 * @param from number of the first: each number is another order
 * @param onAnswered is waited for after each of them
 * @returns how many failed: on a busy machine a miner may be too late
 */
export async function orderTasks(
  apiUrl: string,
  from: number,
  count: number,
  size: TaskSize,
  onAnswered: () => Promise<void> = async () => undefined,
): Promise<number> {
  let [next, failed] = [from, 0];
  const client = async () => {
    while (next < from + count) {
      if (!(await order(apiUrl, next++, size))) failed += 1;
      await onAnswered();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return failed;
}
