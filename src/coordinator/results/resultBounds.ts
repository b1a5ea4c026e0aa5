import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ImageRequest, TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';

/** The most that a result may be, whatever its miner found. */
export interface ResultBounds {
  readonly bytes: number;
  /** Values of its CBOR. */
  readonly items: number;
}

/** Field names and heads, which are a tenth of it. */
const FRAME = { bytes: 1_024, items: 16 };
/** Bytes of the largest number in CBOR. */
const NUMBER_BYTES = 9;
/** UTF-8 takes three bytes at most for a UTF-16 unit. */
const UNIT_BYTES = 3;
/** A token's `{ logprob, top: [] }` without its alternatives, and each of those. */
const LOGPROB = { bytes: 40, items: 5 };
const ALTERNATIVE = { bytes: 1 + 2 * NUMBER_BYTES, items: 3 };
/** Of RGBA. */
const PIXEL_BYTES = 4;
/** Deflate adds a fiftieth at most; chunks and text, as pngFile.ts takes them, less than this. */
const PNG_GROWTH = 1.02;
const PNG_BYTES = 64 * 1024;

/**
 * What the result of a request may be at most: more is refused before it is hashed or decoded.
 * @param longestToken UTF-16 units of the longest token that the model knows; 0 for an image model
 */
export function resultBoundsOf(request: TaskRequest, longestToken: number): ResultBounds {
  const { bytes, items } = request.kind === 'image' ? imageOf(request) : textOf(request, longestToken);
  return {
    bytes: Math.min(FRAME.bytes + bytes, TASK_LIMIT.resultBytes),
    items: Math.min(FRAME.items + items, TASK_LIMIT.resultItems),
  };
}

function imageOf({ width, height }: ImageRequest): ResultBounds {
  const pixels = height * (1 + width * PIXEL_BYTES);
  return { bytes: Math.ceil(pixels * PNG_GROWTH) + PNG_BYTES, items: 0 };
}

function textOf({ maxTokens, topLogprobs }: TextRequest, longestToken: number): ResultBounds {
  const token = { bytes: NUMBER_BYTES + longestToken * UNIT_BYTES, items: 1 };
  if (topLogprobs === undefined) return { bytes: maxTokens * token.bytes, items: maxTokens };
  return {
    bytes: maxTokens * (token.bytes + LOGPROB.bytes + topLogprobs * ALTERNATIVE.bytes),
    items: maxTokens * (token.items + LOGPROB.items + topLogprobs * ALTERNATIVE.items),
  };
}
