import type { InferenceSession } from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { ENDS_WORKER } from '#miner/gpu/gpuError.ts';
import { guardRuns } from '#miner/gpu/runGuard.ts';

it('guardRuns refuses every run after a failed one, with a code that ends the worker', async () => {
  let runs = 0;
  const outputs = {};
  const run = async () => {
    if (++runs === 2) throw new Error('ShapeMismatch');
    return outputs;
  };
  const session = guardRuns({ run } as unknown as InferenceSession);
  expect(await session.run({})).toBe(outputs);
  const failed = { code: 'RUN_FAILED', message: 'The model failed on this GPU: ShapeMismatch' };
  await expect(session.run({})).rejects.toMatchObject(failed);
  await expect(session.run({})).rejects.toMatchObject(failed);
  expect(runs).toBe(2);
  expect(ENDS_WORKER).toContain('RUN_FAILED');
});
