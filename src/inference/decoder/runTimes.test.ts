import { expect, it } from 'vitest';
import { RunTimes } from '#inference/decoder/runTimes.ts';

it('knows the best of the last runs of a size, and nothing of sizes that were not run', () => {
  const times = new RunTimes();
  expect(times.of(4)).toBe(Infinity);
  for (const milliseconds of [900, 30, 40]) times.record(4, milliseconds);
  expect(times.of(4)).toBe(30);
  expect(times.of(1)).toBe(Infinity);
  // What was quick once and is not any more is forgotten.
  for (let run = 0; run < 5; run++) times.record(4, 70);
  expect(times.of(4)).toBe(70);
});
