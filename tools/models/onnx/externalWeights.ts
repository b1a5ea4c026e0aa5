import type { ModelProto, TensorProto } from './onnxFile.ts';

const EXTERNAL = 1;
/** Exporters keep small tensors in the graph. */
const SMALLEST_BYTES = 1_024;
/** Where a tensor may begin, so that it can be mapped: a page. */
const ALIGNMENT = 4_096;

/** The same graph with its large tensors in a file of their own, named `location` beside the graph's. */
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
    // No raw_data at all: an empty one would count as the numbers.
    const { name, dims, data_type } = tensor;
    return { name, dims, data_type, external_data, data_location: EXTERNAL } as TensorProto;
  });
  const data = new Uint8Array(end);
  for (const { offset, bytes } of parts) data.set(bytes, offset);
  return { model: { ...model, graph: { ...model.graph, initializer } }, data };
}
