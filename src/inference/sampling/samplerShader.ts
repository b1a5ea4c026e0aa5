import type { FloatType } from '#inference/runtime/floatOutput.ts';
import { STREAM } from '#protocol/draw/counterRandom.ts';

/** Threads that share the vocabulary of a row: every GPU allows this many in a workgroup. */
const THREADS = 256;

/** 32-bit words in the struct `Draw`. */
export const DRAW_WORDS = 5;

/**
 * The argmax of `sampleToken` without its nucleus, in 32 bits: of two tokens with nearly equal scores it may
 * take the other one. A workgroup computes a row; four token ids share one block of noise, `philox4x32` of
 * `counterRandom.ts`.
 * @param type of the logits
 * @param idWords 32-bit words of a token id
 */
export const samplerShader = (type: FloatType, idWords: number): string => `
struct Draw { vocabulary : u32, position : u32, seedLow : u32, seedHigh : u32, temperature : f32 }
struct Best { score : f32, id : u32 }
@group(0) @binding(0) var<storage, read> logits : array<${type === 'float16' ? 'u32' : 'f32'}>;
@group(0) @binding(1) var<storage, read> draws : array<Draw>;
@group(0) @binding(2) var<storage, read_write> ids : array<u32>;
var<workgroup> found : array<Best, ${THREADS}>;
const LOWEST = -3.4e38;

fn logit(at : u32) -> f32 {
  return ${type === 'float16' ? 'unpack2x16float(logits[at / 2u])[at % 2u]' : 'logits[at]'};
}

fn multiplyHigh(a : u32, b : u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle1 = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let middle2 = (a & 0xffffu) * (b >> 16u) + (middle1 & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle1 >> 16u) + (middle2 >> 16u);
}

fn philox(draw : Draw, index : u32) -> vec4<u32> {
  var c = vec4<u32>(index, draw.position, ${STREAM.tokenSampling}u, 0u);
  var k = vec2<u32>(draw.seedLow, draw.seedHigh);
  for (var round = 0u; round < 10u; round++) {
    let high = vec2<u32>(multiplyHigh(0xd2511f53u, c.x), multiplyHigh(0xcd9e8d57u, c.z));
    c = vec4<u32>(high.y ^ c.y ^ k.x, 0xcd9e8d57u * c.z, high.x ^ c.w ^ k.y, 0xd2511f53u * c.x);
    k += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// −ln(−ln u). Near 1, where the winners are, 32 bits hold 1 − u far more precisely than u.
fn gumbel(word : u32) -> f32 {
  let u = (f32(word) + 0.5) * 0x1p-32;
  let rest = (f32(~word) + 0.5) * 0x1p-32;
  return -log(select(-log(u), rest * (1.0 + rest * (0.5 + rest / 3.0)), rest < 0.015625));
}

fn better(a : Best, b : Best) -> Best {
  if (b.score > a.score || (b.score == a.score && b.id < a.id)) { return b; }
  return a;
}

fn scored(draw : Draw, row : u32, id : u32, noise : f32) -> Best {
  if (id >= draw.vocabulary) { return Best(LOWEST, id); }
  let value = logit(row * draw.vocabulary + id);
  if (draw.temperature == 0.0) { return Best(value, id); }
  return Best(value / draw.temperature + noise, id);
}

@compute @workgroup_size(${THREADS}) fn main(
  @builtin(workgroup_id) group : vec3<u32>,
  @builtin(local_invocation_index) thread : u32,
) {
  let row = group.x;
  let draw = draws[row];
  var best = Best(LOWEST, 0u);
  for (var four = thread; four * 4u < draw.vocabulary; four += ${THREADS}u) {
    var noise = vec4<f32>();
    if (draw.temperature > 0.0) {
      let words = philox(draw, four);
      noise = vec4<f32>(gumbel(words.x), gumbel(words.y), gumbel(words.z), gumbel(words.w));
    }
    best = better(best, scored(draw, row, four * 4u, noise.x));
    best = better(best, scored(draw, row, four * 4u + 1u, noise.y));
    best = better(best, scored(draw, row, four * 4u + 2u, noise.z));
    best = better(best, scored(draw, row, four * 4u + 3u, noise.w));
  }
  found[thread] = best;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { found[thread] = better(found[thread], found[thread + half]); }
  }
  if (thread == 0u) { ids[row * ${idWords}u] = found[0].id; }
}`;
