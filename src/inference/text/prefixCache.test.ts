import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { ask, openBatch, openRandomSession, PROMPTS } from '#tools/models/fixtures/batchedAnswers.ts';

let session: DecoderSession;

beforeEach(async () => {
  session = await openRandomSession();
});

afterEach(() => session.dispose());

describe('PrefixCache', () => {
  it('continues conversations from their cached prefixes, with the same answers as without', async () => {
    const batch = openBatch(session, { prefixCacheBytes: 2 ** 30 });
    const prompts = PROMPTS.slice(0, 3);
    const answers = await Promise.all(
      prompts.map((prompt, row) => ask(batch, prompt, { maxTokens: 6 + row })),
    );
    const next = prompts.map((prompt, row) => [...prompt, ...answers[row]!.tokens, 9]);
    const again = await Promise.all(next.map((prompt) => ask(batch, prompt)));
    for (const [row, { reusedTokens, tokens }] of again.entries()) {
      // All but the answer's last token, which was never fed, and the new token.
      expect(reusedTokens).toBe(next[row]!.length - 2);
      expect(tokens).toEqual((await ask(openBatch(session), next[row]!)).tokens);
    }
    batch.dispose();
  });

  it('keeps a conversation when another continues from its beginning', async () => {
    const batch = openBatch(session, { prefixCacheBytes: 2 ** 30 });
    const { tokens } = await ask(batch, PROMPTS[1]!);
    const other = [...PROMPTS[1]!.slice(0, 30), 4];
    expect((await ask(batch, other)).reusedTokens).toBe(30);
    const next = [...PROMPTS[1]!, ...tokens, 9];
    expect((await ask(batch, next)).reusedTokens).toBe(next.length - 2);
    batch.dispose();
  });

  it('frees the oldest conversation when it is full', async () => {
    const rowBytes = (PROMPTS[1]!.length + 12) * session.bytesPerToken;
    const batch = openBatch(session, { prefixCacheBytes: rowBytes });
    for (const prompt of [PROMPTS[0]!, PROMPTS[1]!]) await ask(batch, prompt);
    expect((await ask(batch, [...PROMPTS[1]!, 9])).reusedTokens).toBe(PROMPTS[1]!.length);
    expect((await ask(batch, [...PROMPTS[0]!, 9])).reusedTokens).toBe(0);
    batch.dispose();
  });
});
