import type { InferenceSession } from 'onnxruntime-web';
import { GpuError } from '#miner/gpu/gpuError.ts';

/**
 * Lets a session run no more once a run has failed. ONNX Runtime binds the inputs of a session that keeps its
 * outputs on the GPU, and takes them back only after a run that went well: the next one would compute on
 * those of the one that failed.
 * @throws GpuError RUN_FAILED from `run`
 */
export function guardRuns(session: InferenceSession): InferenceSession {
  const run = session.run.bind(session) as (...given: unknown[]) => Promise<InferenceSession.ReturnType>;
  let failure: GpuError | undefined;
  session.run = async (...given: unknown[]) => {
    if (failure) throw failure;
    try {
      return await run(...given);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw (failure = new GpuError('RUN_FAILED', `The model failed on this GPU: ${message}`, { cause }));
    }
  };
  return session;
}
