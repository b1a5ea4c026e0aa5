import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { Penalty } from '#chain/history/penalties.ts';
import { lossesOf, lossSentence } from '#web/explore/nodes/lossSentence.ts';

const penalty = (nodeId: bigint, kind: Penalty['kind'], cai: number): Penalty => ({
  ...{ nodeId, kind, court: 'juries', evidence: '0x', taken: parseEther(String(cai)), paid: 0n },
  ...{ block: 1n, transaction: '0x' },
});

it('adds up what each node lost, less what was given back', () => {
  const losses = lossesOf({
    penalties: [penalty(3n, 'conviction', 4_000), penalty(3n, 'fine', 2), penalty(4n, 'fine', 2)],
    givenBack: [{ nodeId: 3n, amount: parseEther('1000'), block: 2n }],
    since: 0n,
  });
  expect(losses.get(3n)).toEqual({ slashes: 1, fines: 1, wei: parseEther('3002') });
  expect(losses.get(4n)).toEqual({ slashes: 0, fines: 1, wei: parseEther('2') });
  expect(losses.has(5n)).toBe(false);
});

it.each([
  [undefined, 'Never slashed'],
  [{ slashes: 1, fines: 0, wei: parseEther('4000') }, 'Lost 4,000 CAI in 1 slash'],
  [{ slashes: 2, fines: 1, wei: parseEther('9') }, 'Lost 9 CAI in 2 slashes and 1 fine'],
  [{ slashes: 0, fines: 3, wei: parseEther('6') }, 'Lost 6 CAI in 3 fines'],
])('lossSentence %#', (loss, sentence) => {
  expect(lossSentence(loss)).toBe(sentence);
});
