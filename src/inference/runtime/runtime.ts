import type { InferenceSession, TensorConstructor } from 'onnxruntime-web';

/**
 * The files of one graph. External data is listed by the path that the graph calls it. A blob stays on disk
 * until the runtime reads it: piece by piece in onnxruntime-web's JSPI build, whole in the others.
 */
export interface GraphBytes {
  readonly model: Uint8Array;
  /** Sizes for dimensions that the graph leaves open. */
  readonly dimensions?: Readonly<Record<string, number>> | undefined;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array | Blob }[];
  /** Whether the graph was found to need the CPU only for arithmetic on shapes, so that it may use it. */
  readonly shapesOnCpu?: boolean;
}

/**
 * ONNX Runtime as the pipelines see it: onnxruntime-web and onnxruntime-node share these types. Calls come
 * one at a time, as onnxruntime-web needs.
 */
export interface Runtime {
  readonly Tensor: TensorConstructor;
  /** The GPU on which sessions run, if they run on one. */
  readonly device?: GPUDevice;
  /** @param keepOutputs leaves outputs where they were computed (on the GPU); `readFloats` reads them */
  createSession(graph: GraphBytes, keepOutputs: boolean): Promise<InferenceSession>;
}
