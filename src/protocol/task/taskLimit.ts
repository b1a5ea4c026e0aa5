/**
 * Bounds on what one task may ask for; the coordinator refuses more at its door, the tab refuses it again.
 */
export const TASK_LIMIT = {
  promptCharacters: 4_000,
  messages: 64,
  stopStrings: 4,
  stopCharacters: 64,
  maxTokens: 4_096,
  /** Likeliest tokens that an answer's log-probabilities may name beside each of its own. */
  topLogprobs: 20,
  steps: 100,
  pixelsPerSide: 2_048,
  /** Pictures on the way that one image task may ask for. */
  previews: 8,
  previewPixelsPerSide: 128,
  /** A PNG of that size that does not compress at all is below this. */
  previewBytes: 64 * 1024,
  /** PNG of a picture to start from: 512 x 512 pixels of noise are below this. */
  initBytes: 1024 * 1024,
  /** CBOR bytes of a whole request. */
  requestBytes: 1024 * 1024 + 300_000,
  /** Bytes of one result: a 2048 x 2048 PNG of noise is below this. */
  resultBytes: 16 * 1024 * 1024,
} as const;
