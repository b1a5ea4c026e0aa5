import type { ModelProto, TensorProto } from '#tools/models/onnx/onnxFile.ts';

const EXTERNAL = 1;
/** Smaller tensors stay in the graph, as exporters leave them. */
const SMALLEST_BYTES = 1_024;
/** Tensors start at page boundaries, so that they can be memory-mapped. */
const ALIGNMENT = 4_096;

/** The graph with its large tensors moved to files at these locations beside it, to each in turn. */
export function moveWeightsOut(
  model: ModelProto,
  ...locations: readonly string[]
): { readonly model: ModelProto; readonly files: ReadonlyMap<string, Uint8Array> } {
  const parts = locations.map((): { offset: number; bytes: Uint8Array }[] => []);
  let moved = 0;
  const initializer = model.graph.initializer.map((tensor): TensorProto => {
    if (tensor.raw_data.length < SMALLEST_BYTES) return tensor;
    const file = moved++ % locations.length;
    const offset = Math.ceil(lengthOf(parts[file]!) / ALIGNMENT) * ALIGNMENT;
    parts[file]!.push({ offset, bytes: tensor.raw_data });
    const external_data = [
      { key: 'location', value: locations[file]! },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(tensor.raw_data.length) },
    ];
    // Without the raw_data field: an empty one would count as the values.
    const { name, dims, data_type } = tensor;
    return { name, dims, data_type, external_data, data_location: EXTERNAL } as TensorProto;
  });
  const files = parts.flatMap((pieces, file) => {
    if (pieces.length === 0) return [];
    const data = new Uint8Array(lengthOf(pieces));
    for (const { offset, bytes } of pieces) data.set(bytes, offset);
    return [[locations[file]!, data] as const];
  });
  return { model: { ...model, graph: { ...model.graph, initializer } }, files: new Map(files) };
}

function lengthOf(parts: readonly { readonly offset: number; readonly bytes: Uint8Array }[]): number {
  const last = parts.at(-1);
  return last === undefined ? 0 : last.offset + last.bytes.length;
}
