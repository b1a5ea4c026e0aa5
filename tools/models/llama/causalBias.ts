import type { GraphBuilder } from '#tools/models/onnx/graphBuilder.ts';

/** Added to the scores of keys that a query must not see. */
const MASKED = -1e9;

/** [batch, 1, sequence, total] of 0 where the query may see the key and MASKED elsewhere. */
export function causalBias(g: GraphBuilder, mask: string, positions: string, context: number): string {
  // Look-ups instead of casts: the WebGPU provider takes int64 only as an index.
  const counts = g.constant(
    'counts',
    Float32Array.from({ length: context }, (_, i) => i),
    [context],
  );
  const real = g.node('Gather', [counts, mask], 'mask_float');
  const one = g.constant('one', new Float32Array([1]), []);
  const axis = g.constant('axis_1', new Int32Array([1]), []);
  const counted = g.node('CumSum', [real, axis], 'keys_counted');
  const keys = g.node(
    'Reshape',
    [g.node('Sub', [counted, one], 'key_flat'), g.integers([0, 1, 1, -1])],
    'keys',
  );
  const place = g.node('Gather', [counts, positions], 'position_float');
  const queries = g.node('Reshape', [place, g.integers([0, 1, -1, 1])], 'queries');
  const causal = g.node('LessOrEqual', [keys, queries], 'causal');
  const shown = g.node('Greater', [real, g.constant('half', new Float32Array([0.5]), [])], 'shown_flat');
  const seen = g.node('Reshape', [shown, g.integers([0, 1, 1, -1])], 'shown');
  const allowed = g.node('And', [causal, seen], 'allowed');
  const zero = g.constant('zero', new Float32Array([0]), []);
  return g.node('Where', [allowed, zero, g.constant('masked', new Float32Array([MASKED]), [])], 'bias');
}

/** The lowest float16: what exporters add in a graph of either precision. */
const OUT_OF_SIGHT = -65_504;

/**
 * [1, 1, sequence, total] of 0 where the query sees the key, one of the last `keys`, and OUT_OF_SIGHT
 * elsewhere. As some exporters do, it takes the first query's place from the length of the first layer's
 * past.
 */
export function slidingBias(g: GraphBuilder, ids: string, mask: string, keys: number): string {
  const number = (name: string, value: number) =>
    g.constant(`window/${name}`, BigInt64Array.of(BigInt(value)), []);
  const size = (of: string, axis: number) =>
    g.node(
      'Gather',
      [g.node('Shape', [of], `window/${of}/shape`), number(`${of}/axis`, axis)],
      `window/${of}`,
    );
  const past = size('past_key_values.0.key', 2);
  const end = g.node('Add', [past, size(ids, 1)], 'window/end');
  const step = number('step', 1);
  const places = g.node('Range', [past, end, step], 'window/places');
  const queries = g.node('Unsqueeze', [places, g.integers([1])], 'window/queries');
  const columns = g.node('Range', [number('first', 0), size(mask, 1), step], 'window/keys');
  const behind = g.node('Sub', [queries, columns], 'window/behind');
  const seen = g.node('Less', [behind, number('size', keys)], 'window/seen');
  const [shown, hidden] = [0, OUT_OF_SIGHT].map((value) =>
    g.constant(`window/bias/${value}`, new Float32Array([value]), []),
  );
  const bias = g.node('Where', [seen, shown!, hidden!], 'window/flat');
  return g.node('Unsqueeze', [bias, g.integers([0, 1])], 'window/bias');
}
