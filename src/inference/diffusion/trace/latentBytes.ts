/** Floats of a trace are in this order on every machine. */
const LITTLE_ENDIAN = true;
const FLOAT_BYTES = 4;

/**
 * A part of an image's trace: a latent as float32 in little-endian order.
 * @example latentBytes(Float32Array.of(1)); // 0, 0, 128, 63
 */
export function latentBytes(latent: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(FLOAT_BYTES * latent.length));
  for (let at = 0; at < latent.length; at++) view.setFloat32(FLOAT_BYTES * at, latent[at]!, LITTLE_ENDIAN);
  return new Uint8Array(view.buffer);
}

/**
 * The latent of a part.
 * @returns undefined if it does not have so many floats, or one is NaN or infinite
 * @example latentOf(parts.get(3), 4 * 64 * 64);
 */
export function latentOf(part: Uint8Array, count: number): Float32Array<ArrayBuffer> | undefined {
  if (part.byteLength !== FLOAT_BYTES * count) return undefined;
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const latent = new Float32Array(count);
  for (let at = 0; at < count; at++) latent[at] = view.getFloat32(FLOAT_BYTES * at, LITTLE_ENDIAN);
  return latent.every(Number.isFinite) ? latent : undefined;
}
