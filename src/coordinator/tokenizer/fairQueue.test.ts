import { describe, expect, it } from 'vitest';
import { FairQueue, type Waiting } from '#coordinator/tokenizer/fairQueue.ts';

const LIMITS = { jobs: 3, characters: 100, clientJobs: 2, clientCharacters: 60 };
const entry = (client: string, characters = 1): Waiting => ({ client, characters });
const queueOf = (...entries: Waiting[]) => {
  const queue = new FairQueue<Waiting>(LIMITS);
  for (const each of entries) queue.add(each);
  return queue;
};

describe('FairQueue', () => {
  it.each<[string, Waiting[], Waiting]>([
    ['places', [entry('a'), entry('a')], entry('b')],
    ['characters', [entry('a', 60)], entry('b', 40)],
    ['places of one client', [entry('a')], entry('a')],
    ['characters of one client', [entry('a', 20)], entry('a', 40)],
  ])('takes what just fits its %s', (_, waiting, last) => {
    expect(() => queueOf(...waiting, last)).not.toThrow();
  });

  it.each<[string, Waiting[], Waiting, string]>([
    ['places', [entry('a'), entry('a'), entry('b')], entry('c'), 'prompt_queue_full'],
    ['characters', [entry('a', 60)], entry('b', 41), 'prompt_queue_full'],
    ['places of one client', [entry('a'), entry('a')], entry('a'), 'too_many_prompts'],
    ['characters of one client', [entry('a', 20)], entry('a', 41), 'too_many_prompts'],
  ])('refuses what is just beyond its %s', (_, waiting, last, code) => {
    const queue = queueOf(...waiting);
    expect(() => queue.add(last)).toThrow(expect.objectContaining({ code }));
  });

  it('gives clients their turns, and each client’s entries in order', () => {
    const [a1, a2, b1] = [entry('a'), entry('a'), entry('b')];
    const queue = queueOf(a1, a2, b1);
    const order = [queue.next(), queue.next(), queue.next()];
    expect(order.map((each) => [a1, a2, b1].indexOf(each!))).toEqual([0, 2, 1]);
    expect(queue.next()).toBeUndefined();
    expect(queue.isEmpty).toBe(true);
  });

  it('has room again for what has had its turn or was removed', () => {
    const [a1, a2] = [entry('a', 30), entry('a', 30)];
    const queue = queueOf(a1, a2);
    queue.remove(a2);
    queue.add(entry('a', 30));
    expect(queue.next()).toBe(a1);
    queue.add(entry('a', 30));
  });

  it('ignores the removal of what has had its turn', () => {
    const [a1, a2] = [entry('a'), entry('a')];
    const queue = queueOf(a1, a2);
    queue.next();
    queue.remove(a1);
    expect(queue.next()).toBe(a2);
    queue.remove(a2);
    expect(queue.isEmpty).toBe(true);
  });
});
