import '#network/polyfill.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { failure } from '#coordinator/testing/failure.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { testCatalogue, wordWorker } from '#coordinator/testing/world.ts';
import type { WorkCall, WorkKind } from '#coordinator/tokenizer/textWork.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import type { TextWorker, Turn } from '#coordinator/tokenizer/tokenizerThread.ts';

const whole = useWholeCoordinator();
const MESSAGES = [{ role: 'user' as const, content: 'tell me a tale' }];

const kinds: WorkKind[] = [];
afterEach(() => kinds.splice(0));
const noted: TextWorker = {
  run: (call, turn) => {
    kinds.push(call.kind);
    return wordWorker.run(call, turn);
  },
};

it('a prompt is counted once, and its result is checked with that number', async () => {
  await whole.restart({ catalogue: testCatalogue(noted) });
  await whole.mine('ann');
  const answer = await whole.openai.chat.completions.create({ model: 'talk', messages: MESSAGES });
  expect(answer.usage?.prompt_tokens).toBe(4);
  expect(kinds).toEqual(['count', 'judge', 'isSigned', 'read']);
});

it('a prompt that finds no room is refused until there is room, at no cost to the client’s quota', async () => {
  const full: TextWorker = { run: () => Promise.reject(new TokenizerError('too_many_prompts')) };
  await whole.restart({ catalogue: testCatalogue(full) });
  const refused = await failure(whole.openai.chat.completions.create({ model: 'talk', messages: MESSAGES }));
  expect(refused).toMatchObject({ status: 429, code: 'too_many_prompts' });
  expect(refused.headers?.get('retry-after')).toBe('5');
  expect(refused.headers?.get('x-ratelimit-remaining-requests')).toBe('100');
});

it('a client that hangs up gives up its prompt’s turn', async () => {
  const turns: Turn[] = [];
  const waiting: TextWorker = {
    run: <K extends WorkKind>(_: WorkCall<K>, turn: Turn) => {
      turns.push(turn);
      return new Promise<never>((_resolve, reject) => {
        turn.signal?.addEventListener('abort', () => reject(turn.signal?.reason));
      });
    },
  };
  await whole.restart({ catalogue: testCatalogue(waiting) });
  const leave = new AbortController();
  const body = { model: 'talk', messages: MESSAGES };
  const asked = whole.post('/v1/chat/completions', body, { signal: leave.signal });
  await vi.waitFor(() => expect(turns).toHaveLength(1));
  leave.abort();
  await expect(asked).rejects.toThrow();
  await vi.waitFor(() => expect(turns[0]?.signal?.aborted).toBe(true));
});

it('a coordinator that stops closes its catalogue', async () => {
  const catalogue = testCatalogue();
  const close = vi.spyOn(catalogue, 'close');
  await whole.restart({ catalogue });
  await whole.restart({});
  expect(close).toHaveBeenCalledTimes(1);
});
