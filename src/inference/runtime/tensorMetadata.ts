import type { InferenceSession } from 'onnxruntime-web';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/**
 * Type and shape of an input or output.
 * @throws InferenceError BAD_GRAPH when the graph has no tensor of this name on that side
 * @example
 * const { type, shape } = tensorMetadata(session, 'input', 'input_ids');
 */
export function tensorMetadata(
  session: InferenceSession,
  side: 'input' | 'output',
  name: string,
): InferenceSession.TensorValueMetadata {
  const all = side === 'input' ? session.inputMetadata : session.outputMetadata;
  const found = all.find((value) => value.name === name);
  if (!found?.isTensor) throw new InferenceError('BAD_GRAPH', `The graph has no ${side} named ${name}.`);
  return found;
}
