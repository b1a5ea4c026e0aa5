import type { InferenceSession } from 'onnxruntime-web';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { type FloatType, isFloatType } from '#inference/runtime/floatOutput.ts';
import { ELEMENT_BYTES } from '#inference/runtime/gpuTensor.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { tensorMetadata } from '#inference/runtime/tensorMetadata.ts';

/** One slot of the KV cache: the keys or the values of a layer. A run reads `past` and gives `present`. */
export interface CacheSlot {
  readonly past: string;
  readonly present: string;
  readonly type: FloatType;
  readonly heads: number;
  readonly headSize: number;
}

/**
 * The slots of a decoder's KV cache, layer by layer, keys before values.
 * @throws InferenceError BAD_GRAPH when the graph has no KV cache, or one of unknown size or not of floats
 * @example
 * const [keys, values] = cacheSlots(session, DECODER_IO); // of layer 0
 */
export function cacheSlots(session: InferenceSession, io: DecoderManifest['io']): CacheSlot[] {
  const slots: CacheSlot[] = [];
  for (let layer = 0; ; layer++) {
    const at = (pattern: string, part: string) =>
      pattern.replace('{layer}', String(layer)).replace('{part}', part);
    if (!session.inputNames.includes(at(io.past, 'key'))) break;
    for (const part of ['key', 'value']) {
      const past = at(io.past, part);
      const { type, shape } = tensorMetadata(session, 'input', past);
      const [, heads, , headSize] = shape;
      if (typeof heads !== 'number' || typeof headSize !== 'number') {
        throw new InferenceError('BAD_GRAPH', `${past} must state its heads and head size, not [${shape}].`);
      }
      if (!isFloatType(type)) {
        throw new InferenceError('BAD_GRAPH', `${past} is ${type}, not a float type.`);
      }
      const present = tensorMetadata(session, 'output', at(io.present, part)).name;
      slots.push({ past, present, type, heads, headSize });
    }
  }
  if (slots.length === 0) throw new InferenceError('BAD_GRAPH', 'The graph has no KV cache.');
  return slots;
}

/**
 * Bytes of KV cache that one token takes.
 * @example
 * bytesPerToken([{ heads: 4, headSize: 64, type: 'float16', past, present }]); // 512
 */
export function bytesPerToken(slots: readonly CacheSlot[]): number {
  return slots.reduce((sum, slot) => sum + slot.heads * slot.headSize * ELEMENT_BYTES[slot.type], 0);
}
