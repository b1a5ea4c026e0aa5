import type { Address } from 'viem';
import { expect, it, vi } from 'vitest';
import { answeringCoordinator } from '#web/evidence/answeringCoordinator.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';

const asked: string[] = [];
let silent: string[] = [];
vi.mock('#web/coordinator/coordinatorApi.ts', () => ({
  readNetwork: async (url: string) => {
    asked.push(url);
    if (silent.includes(url)) throw new Error('gone');
  },
}));

const coordinator = (url: string, operator: Address) =>
  ({ url, name: url, node: { operator } }) as unknown as ReachableCoordinator;
const OPPONENT: Address = '0x1111111111111111111111111111111111111111';
const THREE = [
  coordinator('accuser', OPPONENT),
  coordinator('one', '0x2222222222222222222222222222222222222222'),
  coordinator('two', '0x3333333333333333333333333333333333333333'),
];

it.each([
  ['the first one', [], undefined, 'accuser', 1],
  ['another one than who has reported the result', [], OPPONENT, 'one', 1],
  ['the next one where one is silent', ['one'], OPPONENT, 'two', 2],
  ['who has reported it, where nobody else is there', ['one', 'two'], OPPONENT, 'accuser', 3],
] as const)('names %s', async (_, away, opponent, url, questions) => {
  [silent, asked.length] = [[...away], 0];
  expect(await answeringCoordinator(THREE, opponent)).toMatchObject({ url });
  expect(asked).toHaveLength(questions);
});

it('fails with a sentence where none answers', async () => {
  silent = THREE.map(({ url }) => url);
  await expect(answeringCoordinator(THREE)).rejects.toMatchObject({
    ...{ code: 'REVERTED', message: expect.stringContaining('No coordinator answers') },
  });
});
