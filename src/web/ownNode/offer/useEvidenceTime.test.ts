import { getAbiItem } from 'viem';
import { expect, it } from 'vitest';
import { disputesAbi } from '#chain/generated/contracts.ts';
import { evidenceSecondsOf } from '#web/ownNode/offer/useEvidenceTime.ts';

it('evidenceSecondsOf takes the contract’s evidenceSeconds, not another of its times', () => {
  const { outputs } = getAbiItem({ abi: disputesAbi, name: 'faults' });
  const place = outputs.findIndex(({ name }) => name === 'evidenceSeconds');
  const faults = [1, 2, 3, 4n, 5n] as const;
  expect(evidenceSecondsOf(faults)).toBe(Number(faults[place]));
});
