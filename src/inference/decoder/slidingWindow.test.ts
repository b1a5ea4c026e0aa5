import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { fitDecoderGraph, LENGTH_INPUT, LOGITS_FROM_INPUT } from '#inference/decoder/decoderGraph.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { LAYOUT_CASES, makeLayoutCase } from '#tools/models/fixtures/decoderLayouts.ts';
import { SMALL_DECODER } from '#tools/models/fixtures/randomDecoder.ts';

/** Keys that a query sees. */
const WINDOW = 8;
const SHORT = WINDOW - 2;
const LONG = 3 * WINDOW;
const TOKENS = Array.from({ length: LONG }, (_, i) => (i * 53 + 7) % SMALL_DECODER.vocabulary);
/** What a GPU's result may differ by and still pass a model's test inputs. */
const TOLERANCE = 0.05;

/** A decoder with a window: counted by the attention operator, or taken from the past's shape. */
const decoder = (from: 'attention' | 'past') =>
  makeLayoutCase({ ...LAYOUT_CASES[0]!, window: { keys: WINDOW, from } }, 1).graph;

async function logitsOf(
  from: 'attention' | 'past',
  chunks: readonly (readonly number[])[],
): Promise<Float32Array> {
  const options = { io: DECODER_IO, context: SMALL_DECODER.context };
  const session = await DecoderSession.create(createNodeRuntime(), decoder(from), options);
  const sequence = session.sequence();
  let logits = new Float32Array();
  for (const chunk of chunks) logits = new Float32Array(await sequence.append(chunk));
  sequence.dispose();
  await session.dispose();
  return logits;
}

const { heads, keyValueHeads, dim } = SMALL_DECODER;
const HEAD_SIZE = dim / heads;

/** Copies the first `length` keys or values of each head into a buffer with room for `width`. */
function widened(cache: Tensor | undefined, length: number, width: number): Tensor {
  const data = new Float32Array(keyValueHeads * width * HEAD_SIZE);
  for (let head = 0; cache !== undefined && head < keyValueHeads; head++) {
    const from = head * cache.dims[2]! * HEAD_SIZE;
    data.set(
      (cache.data as Float32Array).subarray(from, from + length * HEAD_SIZE),
      head * width * HEAD_SIZE,
    );
  }
  return new Tensor('float32', data, [1, keyValueHeads, width, HEAD_SIZE]);
}

/** Feeds tokens one by one with a KV cache that has room for `spare` more, as a cache kept in place has. */
async function logitsInBuffer(
  from: 'attention' | 'past',
  length: number,
  spare: number,
): Promise<Float32Array> {
  const session = await InferenceSession.create(fitDecoderGraph(decoder(from).model, DECODER_IO).model);
  let outputs: InferenceSession.OnnxValueMapType = {};
  for (const [start, token] of TOKENS.slice(0, length).entries()) {
    const known: Record<string, Tensor> = {
      input_ids: new Tensor('int64', BigInt64Array.of(BigInt(token)), [1, 1]),
      attention_mask: new Tensor('int64', new BigInt64Array(start + 1).fill(1n), [1, start + 1]),
      [LENGTH_INPUT.lastKey]: new Tensor('int32', Int32Array.of(start), [1]),
      [LENGTH_INPUT.keyCount]: new Tensor('int32', Int32Array.of(start + 1), [1]),
      [LOGITS_FROM_INPUT]: new Tensor('int64', BigInt64Array.of(-1n), [1]),
    };
    const feeds = session.inputNames.map((name) => {
      const present = outputs[name.replace('past_key_values', 'present')] as Tensor | undefined;
      return [name, known[name] ?? widened(present, start, start + spare)] as const;
    });
    outputs = await session.run(Object.fromEntries(feeds));
  }
  await session.release();
  return (outputs.logits as Tensor).data as Float32Array;
}

describe('a decoder whose window is taken from the past’s shape', () => {
  it.each([
    ['in one run', [TOKENS]],
    ['in chunks', [TOKENS.slice(0, SHORT), TOKENS.slice(SHORT, 13), TOKENS.slice(13)]],
    ['token by token', TOKENS.map((token) => [token])],
  ])('computes a prompt beyond the window %s as attention with that window', async (_, chunks) => {
    const expected = await logitsOf('attention', [TOKENS]);
    expect(relativeL2(await logitsOf('past', chunks), expected)).toBeLessThan(1e-5);
  });

  it('would be off in a larger buffer beyond its window, though not within it', async () => {
    const off = async (length: number) =>
      relativeL2(await logitsInBuffer('past', length, 64), await logitsInBuffer('past', length, 0));
    expect(await off(SHORT)).toBeLessThan(TOLERANCE);
    expect(await off(LONG)).toBeGreaterThan(10 * TOLERANCE);
  });

  it('keeps its cache at the length of the tokens, and batches no rows of different lengths', () => {
    const { attendsInPlace, padding } = fitDecoderGraph(decoder('past').model, DECODER_IO);
    expect({ attendsInPlace, padding }).toEqual({ attendsInPlace: false, padding: undefined });
  });
});

describe('a decoder whose attention counts its window itself', () => {
  it('computes the same in a larger buffer', async () => {
    const [larger, exact] = [
      await logitsInBuffer('attention', LONG, 64),
      await logitsInBuffer('attention', LONG, 0),
    ];
    expect(relativeL2(larger, exact)).toBeLessThan(1e-6);
  });

  it('keeps its cache in place and batches rows of different lengths', () => {
    const { attendsInPlace, padding } = fitDecoderGraph(decoder('attention').model, DECODER_IO);
    expect({ attendsInPlace, padding }).toEqual({ attendsInPlace: true, padding: 'right' });
  });
});
