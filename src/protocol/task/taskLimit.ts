/** Bounds on what one task may ask for. Both the coordinator and the miner refuse more. */
export const TASK_LIMIT = {
  promptCharacters: 4_000,
  messages: 64,
  stopStrings: 4,
  stopCharacters: 64,
  maxTokens: 4_096,
  temperature: 2,
  /** Of a temperature that is not 0. */
  leastTemperature: 0.001,
  /** Likeliest tokens that log-probabilities may list for each token of the answer. */
  topLogprobs: 20,
  steps: 100,
  /** Scale of classifier-free guidance. */
  guidance: 30,
  pixelsPerSide: 2_048,
  /** Previews that one image task may ask for. */
  previews: 8,
  previewPixelsPerSide: 128,
  /** A preview of the largest size that does not compress at all is below this. */
  previewBytes: 64 * 1024,
  /** PNG of a picture to start from: 512 x 512 pixels of noise are below this. */
  initBytes: 1024 * 1024,
  /** CBOR bytes of a whole request. */
  requestBytes: 1024 * 1024 + 300_000,
  /** Values in one result: 4,096 tokens, each with its log-probability and twenty others. */
  resultItems: 300_000,
  /** Bytes of one result: a 2048 x 2048 PNG of noise is below this. */
  resultBytes: 16 * 1024 * 1024,
  /** Parts of a trace: an image's latents before the first step and after each. */
  traceParts: 101,
  /** Bytes of the parts that are handed over at once: the whole trace of 30 steps at 1024 x 1024 pixels. */
  traceBytes: 16 * 1024 * 1024,
} as const;
