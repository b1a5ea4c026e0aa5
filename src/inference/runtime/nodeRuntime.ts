import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Runtime } from '#inference/runtime/runtime.ts';

const ERRORS_ONLY = 3;

/**
 * ONNX Runtime in Node, on the CPU. Audits, conversions and tests run the tab's own pipelines on it.
 * @example
 * const session = await DecoderSession.create(createNodeRuntime(), graph, options);
 */
export function createNodeRuntime(threads = 1): Runtime {
  return {
    Tensor,
    createSession: ({ model, externalData, dimensions }) =>
      InferenceSession.create(model, {
        executionProviders: ['cpu'],
        logSeverityLevel: ERRORS_ONLY,
        intraOpNumThreads: threads,
        // It takes `./` off the paths that it is given, and leaves it on those in the graph.
        externalData: externalData.map(({ path, data }) => ({ path: `./${path}`, data })),
        ...(dimensions && { freeDimensionOverrides: dimensions }),
      }),
  };
}
