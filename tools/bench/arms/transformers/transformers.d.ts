/**
 * The part of `@huggingface/transformers` that the benchmark calls. Only the benchmark installs the package.
 */
declare module '@huggingface/transformers' {
  export class Tensor {
    constructor(type: 'int64', data: BigInt64Array, dims: readonly number[]);
  }
  export const env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    useBrowserCache: boolean;
    version: string;
    backends: {
      onnx: {
        versions: Record<string, string>;
        wasm: { wasmPaths: { mjs: string; wasm: string }; numThreads: number };
      };
    };
  };
  export const AutoModelForCausalLM: {
    from_pretrained(
      id: string,
      options: { device: 'webgpu' | 'cpu'; dtype: 'fp32'; use_external_data_format: boolean },
    ): Promise<{
      generate(options: {
        inputs: Tensor;
        attention_mask: Tensor;
        max_new_tokens: number;
        do_sample: boolean;
        streamer: { put(tokens: readonly (readonly bigint[])[]): void; end(): void };
      }): Promise<unknown>;
    }>;
  };
}
