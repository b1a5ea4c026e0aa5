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
