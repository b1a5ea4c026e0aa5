import * as ort from 'onnxruntime-web/wasm';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** Where models run. */
export const BACK_ENDS = ['native', 'wasm'] as const;
export type BackEnd = (typeof BACK_ENDS)[number];

ort.env.wasm.numThreads = 1;

/** ONNX Runtime as it computes in a browser without a GPU. */
const wasm: Runtime = {
  Tensor: ort.Tensor,
  createSession: ({ model, externalData, dimensions }) =>
    ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      logSeverityLevel: 3,
      externalData: [...externalData],
      ...(dimensions && { freeDimensionOverrides: dimensions }),
    }),
};

/** Both in one thread, so that their times are processor time. */
export const RUNTIMES: Readonly<Record<BackEnd, Runtime>> = { native: createNodeRuntime(), wasm };
