import { expect, it } from 'vitest';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';
import { leastSquares } from '#tools/models/icons128/leastSquares.ts';

it('leastSquares recovers the map that produced the outputs', () => {
  const map = [
    [1, -2],
    [0.5, 3],
    [0.25, 0],
  ];
  const inputs = Array.from({ length: 20 }, (_, i) => [...normals(1, STREAM.initialNoise, i, 2), 1]);
  const outputs = inputs.map((input) =>
    [0, 1].map((j) => input.reduce((sum, x, i) => sum + x * map[i]![j]!, 0)),
  );
  leastSquares(inputs, outputs).forEach((row, i) =>
    row.forEach((x, j) => expect(x).toBeCloseTo(map[i]![j]!, 4)),
  );
});
