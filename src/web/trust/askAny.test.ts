import { describe, expect, it } from 'vitest';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { askAny } from '#web/trust/askAny.ts';

const away = new ApiFailure('unreachable', 'It did not answer.');
const unknown = new ApiFailure('case_not_found', 'There is no such case.', { status: 404 });

/** @param failures by coordinator; one without answers */
async function ask(urls: string[], failures: Record<string, ApiFailure>) {
  const asked: string[] = [];
  const outcome = await askAny(urls, async (url) => {
    asked.push(url);
    if (failures[url] !== undefined) throw failures[url];
    return 7;
  }).catch((error: unknown) => error);
  return { asked, outcome };
}

describe('askAny', () => {
  it('asks the first coordinator only, where that answers', async () => {
    expect(await ask(['a', 'b'], {})).toEqual({ asked: ['a'], outcome: { url: 'a', answer: 7 } });
  });

  it('asks the next one where one is away, and says who answered', async () => {
    expect(await ask(['a', 'b'], { a: away })).toMatchObject({ outcome: { url: 'b', answer: 7 } });
  });

  it('fails when all are away, and when there is none', async () => {
    const none = { code: 'unreachable', message: 'No coordinator answers now. Try again in a moment.' };
    for (const urls of [['a', 'b'], []])
      expect((await ask(urls, { a: away, b: away })).outcome).toMatchObject(none);
  });

  it('tells what the last one refused', async () => {
    const busy = new ApiFailure('rate_limit', 'Too many requests.', { status: 429 });
    expect((await ask(['a', 'b'], { a: away, b: busy })).outcome).toBe(busy);
  });

  it('takes no single coordinator’s word that there is no such case', async () => {
    const told = await ask(['a', 'b'], { a: unknown });
    expect(told).toEqual({ asked: ['a', 'b'], outcome: { url: 'b', answer: 7 } });
    expect((await ask(['a', 'b'], { a: unknown, b: away })).outcome).toMatchObject({ code: 'unreachable' });
    expect((await ask(['a', 'b'], { a: unknown, b: unknown })).outcome).toBe(unknown);
  });
});
