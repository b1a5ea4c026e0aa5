/** One way of running a model, open in a page and a worker of its own. */
export interface Arm {
  /** Feeds a prompt and takes the likeliest token so many times. */
  run(prompt: readonly number[], tokens: number): Promise<ArmRun>;
  /** Where it can: all prompts asked for at once. Gives milliseconds from the start to the last one's end. */
  runTogether?(prompts: readonly (readonly number[])[], tokens: number): Promise<number>;
}

export interface ArmRun {
  readonly tokens: readonly number[];
  /** From the start to the first token, and from there to the last, in milliseconds. */
  readonly prefillMs: number;
  readonly decodeMs: number;
}

/** A benchmark's model as the driver serves it: a transformers.js repository. */
export const MODEL_FILES = {
  graph: 'onnx/model.onnx',
  externalData: 'onnx/model.onnx_data',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  config: 'config.json',
} as const;

/** Fields of `config.json` that the arms read. */
export interface ModelConfig {
  readonly max_position_embeddings: number;
  /** Ours: whether the graph has external data. */
  readonly external_data: boolean;
}

export async function fetchJson<T>(url: string): Promise<T> {
  return (await fetch(url)).json() as Promise<T>;
}
