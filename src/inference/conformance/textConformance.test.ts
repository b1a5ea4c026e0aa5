import { describe, expect, it } from 'vitest';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import type { Sequence } from '#inference/decoder/sequence.ts';

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
