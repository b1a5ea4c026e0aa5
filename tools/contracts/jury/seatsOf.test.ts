import { type Hex, hexToBigInt } from 'viem';
import { expect, it } from 'vitest';
import { seatsOf } from '#tools/contracts/jury/seatsOf.ts';
import vectors from '../../../contracts/test/vectors/sortition.json' with { type: 'json' };

type Vector = Record<'nodeId' | 'seats' | 'seed' | 'target' | 'totalWeight' | 'weight', Hex>;

it.each(vectors.lots as Vector[])('gives the golden seats of $target and weight $weight', (vector) => {
  const lot = {
    seed: vector.seed,
    nodeId: hexToBigInt(vector.nodeId),
    weight: hexToBigInt(vector.weight),
    totalWeight: hexToBigInt(vector.totalWeight),
    target: Number(vector.target),
  };
  expect(seatsOf(lot)).toBe(Number(vector.seats));
});
