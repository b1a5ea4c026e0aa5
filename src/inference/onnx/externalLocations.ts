import { protobufFields } from '#inference/onnx/protobufFields.ts';

/** Field numbers of the ONNX messages that lead to a tensor. */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { attribute: 5 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11 } as const;
const TENSOR = { externalData: 13 } as const;
const ENTRY = { key: 1, value: 2 } as const;

/**
 * The files in which an `.onnx` file keeps weights besides its own, as it writes their paths.
 * @throws RangeError if the bytes are not a protobuf message
 * @example
 * externalLocations(bytes); // Set { 'model.onnx_data', 'model.onnx_data_1' }
 */
export function externalLocations(model: Uint8Array): Set<string> {
  const found = new Set<string>();
  const text = (from: number, to: number) => new TextDecoder().decode(model.subarray(from, to));
  /** Calls `read` with the contents of the fields that it names by their number. */
  const each = (
    from: number,
    to: number,
    read: Partial<Record<number, (from: number, to: number) => void>>,
  ) => {
    for (const { number, content, end } of protobufFields(model, from, to)) read[number]?.(content, end);
  };
  const entry = (from: number, to: number) => {
    let [key, value] = ['', ''];
    each(from, to, {
      [ENTRY.key]: (start, end) => (key = text(start, end)),
      [ENTRY.value]: (start, end) => (value = text(start, end)),
    });
    if (key === 'location') found.add(value);
  };
  const tensor = (from: number, to: number) => each(from, to, { [TENSOR.externalData]: entry });
  const attribute = (from: number, to: number) =>
    each(from, to, {
      [ATTRIBUTE.tensor]: tensor,
      [ATTRIBUTE.tensors]: tensor,
      [ATTRIBUTE.graph]: graph,
      [ATTRIBUTE.graphs]: graph,
    });
  const node = (from: number, to: number) => each(from, to, { [NODE.attribute]: attribute });
  const graph = (from: number, to: number) =>
    each(from, to, { [GRAPH.node]: node, [GRAPH.initializer]: tensor });
  each(0, model.length, { [MODEL.graph]: graph });
  return found;
}
