import type { ModelProto, TensorProto } from '#tools/models/onnx/onnxFile.ts';

const EXTERNAL = 1;
/** Smaller tensors stay in the graph, as exporters leave them. */
const SMALLEST_BYTES = 1_024;
/** Tensors start at page boundaries, so that they can be memory-mapped. */
const ALIGNMENT = 4_096;

/** The graph with its large tensors moved to a file named `location` beside it. */
export function moveWeightsOut(
  model: ModelProto,
  location: string,
): { readonly model: ModelProto; readonly data: Uint8Array } {
  const parts: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const initializer = model.graph.initializer.map((tensor): TensorProto => {
    if (tensor.raw_data.length < SMALLEST_BYTES) return tensor;
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    parts.push({ offset, bytes: tensor.raw_data });
    end = offset + tensor.raw_data.length;
    const external_data = [
      { key: 'location', value: location },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(tensor.raw_data.length) },
    ];
    // Without the raw_data field: an empty one would count as the values.
    const { name, dims, data_type } = tensor;
    return { name, dims, data_type, external_data, data_location: EXTERNAL } as TensorProto;
  });
  const data = new Uint8Array(end);
  for (const { offset, bytes } of parts) data.set(bytes, offset);
  return { model: { ...model, graph: { ...model.graph, initializer } }, data };
}
