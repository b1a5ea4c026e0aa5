import { expect, it } from 'vitest';
import { hasRoom } from '#coordinator/miners/minerRoom.ts';

const together = new Map([
  ['draw', 1],
  ['talk', 4],
]);
const room = (held: Record<string, number>, model: string) =>
  hasRoom(new Map(Object.entries(held)), model, together);

it.each([
  [{}, 'draw', true],
  [{ draw: 1 }, 'draw', true],
  [{ draw: 2 }, 'draw', false],
  [{ talk: 4 }, 'talk', true],
  [{ talk: 5 }, 'talk', false],
  [{ talk: 4 }, 'draw', true],
  [{ talk: 5 }, 'draw', false],
  [{ talk: 3, draw: 1 }, 'talk', true],
  [{ talk: 4, draw: 1 }, 'talk', false],
  [{ talk: 1, draw: 1 }, 'draw', false],
  // A task of a model that the miner no longer offers.
  [{ gone: 1 }, 'talk', true],
  [{ gone: 2 }, 'talk', false],
] as const)('a miner that holds %j has room for %s: %s', (held, model, expected) => {
  expect(room(held, model)).toBe(expected);
});
