import { expect, it } from 'vitest';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { chargeSentence } from '#web/create/results/chargeSentence.ts';

const common = { id: '0x01', prompt: 'Once', savedAt: 1 };
const receipt = (units: number) => ({ ...EXAMPLE_RECEIPT, units });

it.each([
  [{ kind: 'image', image: new Blob(), receipt: receipt(8) }, '8 steps'],
  [{ kind: 'image', image: new Blob(), receipt: receipt(1) }, '1 step'],
  [{ kind: 'text', text: '', receipt: receipt(9) }, '9 tokens of prompt and answer'],
  [
    { kind: 'text', text: '', receipt: receipt(9), tokens: { prompt: 4, answer: 5 } },
    '9 tokens: 4 of the prompt, 5 of the answer',
  ],
  [
    { kind: 'text', text: '', receipt: receipt(5_120), tokens: { prompt: 1_024, answer: 4_096 } },
    '5,120 tokens: 1,024 of the prompt, 4,096 of the answer',
  ],
] as const)('chargeSentence of case %# names what was paid for', (result, sentence) => {
  expect(chargeSentence({ ...common, ...result })).toBe(sentence);
});
