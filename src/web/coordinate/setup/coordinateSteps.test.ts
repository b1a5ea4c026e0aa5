import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { type CoordinateFacts, coordinateSteps } from '#web/coordinate/setup/coordinateSteps.ts';

const NOTHING: CoordinateFacts = {
  ...{ wallet: undefined, inWallet: undefined, idle: undefined },
  ...{ minimum: parseEther('2000000'), operator: undefined, url: undefined },
};
const RICH = { wallet: '0x01', inWallet: parseEther('1500000'), idle: parseEther('500000') } as const;
const states = (facts: Partial<CoordinateFacts>) =>
  coordinateSteps({ ...NOTHING, ...facts }).map(({ state }) => state);

it.each([
  ['nothing', {}, ['current', 'waiting', 'waiting', 'waiting', 'waiting']],
  ['a wallet', { wallet: '0x01' as const }, ['done', 'current', 'waiting', 'waiting', 'waiting']],
  ['just enough CAI', RICH, ['done', 'done', 'current', 'waiting', 'waiting']],
  [
    'a wei too little',
    { ...RICH, idle: RICH.idle - 1n },
    ['done', 'current', 'waiting', 'waiting', 'waiting'],
  ],
  ['a key first', { operator: '0x02' as const }, ['current', 'waiting', 'done', 'waiting', 'waiting']],
  ['a key', { ...RICH, operator: '0x02' as const }, ['done', 'done', 'done', 'current', 'waiting']],
  [
    'all that it takes',
    { ...RICH, operator: '0x02' as const, url: 'https://nest.example' },
    ['done', 'done', 'done', 'done', 'current'],
  ],
])('with %s the next step is the first that is not done', (_, facts, expected) => {
  expect(states(facts)).toEqual(expected);
});

it('says how much is missing', () => {
  const [, stake] = coordinateSteps({ ...NOTHING, ...RICH, idle: 0n });
  expect(stake!.detail).toContain('500,000 CAI');
});
