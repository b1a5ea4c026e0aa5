/** One way to run a model, in a page and worker of its own. */
export interface Arm {
  /** Feeds a prompt and generates `tokens` tokens greedily. */
  run(prompt: readonly number[], tokens: number): Promise<ArmRun>;
  /** Answers all prompts at once, if the arm can. Returns the milliseconds until the last answer ends. */
  runBatch?(prompts: readonly (readonly number[])[], tokens: number): Promise<number>;
}

export interface ArmRun {
  readonly tokens: readonly number[];
  /** From the start to the first token. */
  readonly prefillMs: number;
  /** From the first token to the last. */
  readonly decodeMs: number;
}

/** The files of a benchmark's model: a transformers.js repository. */
export const MODEL_FILES = {
  graph: 'onnx/model.onnx',
  externalData: 'onnx/model.onnx_data',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  config: 'config.json',
} as const;

/** The fields of `config.json` that the arms read. */
export interface ModelConfig {
  readonly max_position_embeddings: number;
  /** Added for the benchmarks: whether the graph has external data. */
  readonly external_data: boolean;
}

export async function fetchJson<T>(url: string): Promise<T> {
  return (await fetch(url)).json() as Promise<T>;
}
