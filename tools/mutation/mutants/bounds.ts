import type { Mutant } from '#tools/mutation/mutant.ts';

/** Bounds of results and of GPUs. */
export const boundMutants: readonly Mutant[] = [
  {
    name: 'repeat compared with the last input',
    file: 'src/inference/conformance/admission.ts',
    from: 'if (at === 0) this.#numbers = numbers;',
    to: 'this.#numbers = numbers;',
    breaks: 'Every honest GPU is refused: it gives other numbers for other inputs.',
  },
  {
    name: 'measured bound beyond the manifest’s',
    file: 'src/inference/bounds/bounds.ts',
    from: 'Math.min(conformance.tolerance, measured?.bound ?? Infinity)',
    to: 'measured?.bound ?? conformance.tolerance',
    breaks: 'A device may be further off than its model allows.',
  },
  {
    name: 'more alternatives than asked for',
    file: 'src/inference/audit/resultDistance.ts',
    from: 'const extra = top.length === other.top.length ? 0 : Infinity;',
    to: 'const extra = 0;',
    breaks: 'Texts of which one has more probabilities count as the same.',
  },
  {
    name: 'token’s own probability not compared',
    file: 'src/inference/audit/resultDistance.ts',
    from: 'extra, Math.abs(logprob - other.logprob), ...tops',
    to: 'extra, ...tops',
    breaks: 'A miner may say any probability of its tokens.',
  },
];
