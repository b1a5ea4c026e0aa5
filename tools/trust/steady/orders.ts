/** Sends orders as apps do, so many at a time. */
const AT_ONCE = 8;

const THINGS = ['cat', 'dog', 'pizza', 'rocket', 'tree', 'star', 'fish', 'house'];
const COLOURS = ['blue', 'red', 'green', 'yellow', 'white'];
const OPENINGS = ['Once upon a time', 'The little cuckoo', 'Lily had a red ball', 'One day a big dog'];
const pick = (list: readonly string[], at: number) => list[at % list.length]!;

/** Every second task is an image, as its model's defaults are, the others are texts of 32 tokens. */
export interface TaskSize {
  /** The model's own number where it is left out. */
  steps?: number;
  tokens: number;
}
export const USUAL: TaskSize = { tokens: 32 };
/** What makes a miner's record longer in the least time. */
export const LEAST: TaskSize = { steps: 1, tokens: 1 };

async function order(apiUrl: string, at: number, { steps, tokens }: TaskSize): Promise<void> {
  const [path, body] =
    at % 2 === 0
      ? [
          '/v1/images/generations',
          { prompt: `a ${pick(THINGS, at >> 1)} on a ${pick(COLOURS, at)} background`, steps, seed: at },
        ]
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
  if (!answer.ok) throw new Error(`Order ${at} failed with ${answer.status}: ${said.slice(0, 500)}`);
}

/**
 * Orders tasks, and waits for all of them.
 * @param from number of the first: each number is another order
 * @throws Error at the first that fails
 */
export async function orderTasks(apiUrl: string, from: number, count: number, size: TaskSize): Promise<void> {
  let next = from;
  const client = async () => {
    while (next < from + count) await order(apiUrl, next++, size);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
}
