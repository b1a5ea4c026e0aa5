import { describe, expect, it } from 'vitest';
import { ModelTokenizer } from '#coordinator/tokenizer/modelTokenizer.ts';
import type { Answer, WorkCall, WorkKind, WorkResult } from '#coordinator/tokenizer/textWork.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import type { TextWorker, Turn } from '#coordinator/tokenizer/tokenizerThread.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

const REQUEST: TextRequest = {
  ...{
    kind: 'text',
    model: 'talk',
    messages: [{ role: 'user', content: 'three short words' }],
    maxTokens: 4,
  },
  ...{ temperature: 0, topP: 1, stop: [], seed: 1, salt: `0x${'0'.repeat(32)}` },
};
const ANSWER: Answer = { kind: 'text', text: 'x', tokens: [3], promptTokens: 3, finishReason: 'stop' };
const asker = { client: 'ann', signal: new AbortController().signal };

/** A worker that answers each kind of work with a value, or fails with an error. */
class Scripted implements TextWorker {
  readonly calls: WorkCall[] = [];
  readonly turns: Turn[] = [];
  readonly #answers: Partial<Record<WorkKind, unknown>>;

  constructor(answers: Partial<Record<WorkKind, unknown>>) {
    this.#answers = answers;
  }

  async run<K extends WorkKind>(call: WorkCall<K>, turn: Turn): Promise<WorkResult<K>> {
    this.calls.push(call as unknown as WorkCall);
    this.turns.push(turn);
    const answer = this.#answers[call.kind];
    if (answer instanceof Error) throw answer;
    return answer as WorkResult<K>;
  }
}

const open = (prompts: Scripted, results: Scripted) =>
  new ModelTokenizer({ model: 'talk', prompts, results });

describe('ModelTokenizer', () => {
  it('counts a prompt once: the check of its result knows the number', async () => {
    const [prompts, results] = [new Scripted({ count: 3 }), new Scripted({})];
    const tokenizer = open(prompts, results);
    expect(await tokenizer.promptTokens(REQUEST, asker)).toBe(3);
    expect(await tokenizer.faultOf(REQUEST, ANSWER)).toBeUndefined();
    expect(prompts.turns).toEqual([{ ...asker, characters: 17 }]);
    expect(results.calls.map(({ kind }) => kind)).toEqual(['judge']);
    expect(results.calls[0]?.args.at(-1)).toBe(3);
  });

  it('counts the prompt of a task that an earlier run accepted with its first result', async () => {
    const results = new Scripted({ count: 3, judge: 'not the text of its tokens' });
    const tokenizer = open(new Scripted({}), results);
    expect(await tokenizer.faultOf(REQUEST, ANSWER)).toBe('not the text of its tokens');
    await tokenizer.faultOf(REQUEST, ANSWER);
    expect(results.calls.map(({ kind }) => kind)).toEqual(['count', 'judge', 'judge']);
  });

  it('counts a prompt again when it could not be counted', async () => {
    const prompts = new Scripted({ count: new TokenizerError('prompt_queue_full') });
    const tokenizer = open(prompts, new Scripted({}));
    await expect(tokenizer.promptTokens(REQUEST, asker)).rejects.toThrow();
    await expect(tokenizer.promptTokens(REQUEST, asker)).rejects.toThrow();
    expect(prompts.calls).toHaveLength(2);
  });

  it('finds fault with an answer that takes too long to decode', async () => {
    const results = new Scripted({ count: 3, judge: new TokenizerError('prompt_too_slow') });
    expect(await open(new Scripted({}), results).faultOf(REQUEST, ANSWER)).toMatch(/too long/);
  });

  it.each(['tokenizer_failed', 'tokenizer_unavailable'] as const)('blames no answer for %s', async (code) => {
    const results = new Scripted({ count: 3, judge: new TokenizerError(code) });
    await expect(open(new Scripted({}), results).faultOf(REQUEST, ANSWER)).rejects.toMatchObject({ code });
  });
});
