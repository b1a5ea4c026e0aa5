import { describe, expect, it } from 'vitest';
import { checkAhead, checkText, type TextReference } from '#inference/conformance/conformance.ts';
import type { DecoderSession, Sequence, SequenceBatch } from '#inference/decoder/decoderSession.ts';
import { RunTimes } from '#inference/decoder/runTimes.ts';

/** Logits of six words, of which the reference chooses the first, after each of two tokens. */
const LOGITS = [4, 3.875, -2, 1, 0, -4];
const REFERENCE: TextReference = { kind: 'text', prompt: [1, 2], stride: 1, logits: LOGITS, next: [0, 0] };
const HALF = 0.05;

/** A session whose every run gives what `change` makes of the logits. */
function sessionThat(change: (logits: number[], run: number) => number[]) {
  let runs = 0;
  const append = async () => Float32Array.from(change([...LOGITS], runs++));
  return { sequence: () => ({ append, dispose: () => undefined }) as unknown as Sequence };
}

const swapped = () => sessionThat(([first, second, ...others]) => [second!, first!, ...others]);

describe('a text model’s reference task', () => {
  it('has no deviation where all is as it should be', async () => {
    expect(
      await checkText(
        sessionThat((logits) => logits),
        REFERENCE,
        1e-3,
      ),
    ).toEqual({ relativeL2: 0, mismatches: 0 });
  });

  it('is passed in 16 bits where two words nearly as likely have changed places', async () => {
    const { relativeL2, mismatches } = await checkText(swapped(), REFERENCE, HALF);
    expect(relativeL2).toBeLessThan(HALF);
    expect(mismatches).toBe(0);
  });

  it('is not passed in 32 bits where they have', async () => {
    expect((await checkText(swapped(), REFERENCE, 1e-3)).mismatches).toBe(2);
  });

  it('is not passed where the cache is wrong, though the prompt’s logits are right', async () => {
    const forgetful = sessionThat((logits, run) => (run === 0 ? logits : logits.reverse()));
    expect(await checkText(forgetful, REFERENCE, HALF)).toEqual({ relativeL2: 0, mismatches: 1 });
  });

  it('is not passed by what is not a number', async () => {
    const broken = sessionThat((logits, run) => (run === 0 ? logits : logits.map(() => NaN)));
    expect((await checkText(broken, REFERENCE, HALF)).mismatches).toBe(1);
  });
});

/** A session of a GPU on which a run of one token took so many ms, and of four so many, and which begins runs ahead. */
function sessionOfTimes(one: number, four: number, ahead = LOGITS): DecoderSession {
  const times = new RunTimes();
  times.record(1, one);
  times.record(4, four);
  let begun = false;
  const batch = {
    append: async (_added: unknown, draws?: unknown) => {
      const logits = Float32Array.from(begun ? ahead : LOGITS);
      begun = draws !== undefined;
      return [[logits]];
    },
    begun: () => begun,
    takeBack: () => undefined,
    dispose: () => undefined,
  } as unknown as SequenceBatch;
  const sequence = { feed: async () => undefined } as unknown as Sequence;
  return { runsAhead: true, times, sequence: () => sequence, join: () => batch } as unknown as DecoderSession;
}

describe('the check of runs that are begun ahead', () => {
  it('tells how far they are from those that are waited for', async () => {
    expect(await checkAhead(sessionOfTimes(5, 8), REFERENCE)).toBe(0);
    expect(await checkAhead(sessionOfTimes(5, 8, LOGITS.toReversed()), REFERENCE)).toBeGreaterThan(1);
  });

  it('is made though four tokens took less than one, as they may where the processor is not warm yet', async () => {
    expect(await checkAhead(sessionOfTimes(8, 7), REFERENCE)).toBe(0);
  });

  it('is not made where a token takes so long that nothing would be won', async () => {
    expect(await checkAhead(sessionOfTimes(700, 300), REFERENCE)).toBe(Infinity);
  });
});
