import { encodeFloat16 } from '#inference/runtime/float16.ts';
import {
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from '#tools/models/onnx/onnxFile.ts';

/** Smaller tensors (biases, constants) are not worth a Cast node. */
const SMALLEST = 1_024;

/**
 * The graph with its large float32 weights stored as float16 and cast back where they are used, so that GPU
 * adapters without `shader-f16` run it in float32 after half the download.
 */
export function storeWeightsInHalf(model: ModelProto): ModelProto {
  const casts: NodeProto[] = [];
  const initializer = model.graph.initializer.map((tensor): TensorProto => {
    const count = tensor.dims.reduce((product, dim) => product * dim, 1);
    if (tensor.data_type !== DATA_TYPE.float32 || count < SMALLEST) return tensor;
    const stored = `${tensor.name}.float16`;
    casts.push({
      op_type: 'Cast',
      domain: '',
      name: `${tensor.name}/Cast`,
      input: [stored],
      output: [tensor.name],
      attribute: [{ name: 'to', type: ATTRIBUTE_TYPE.int, i: DATA_TYPE.float32 }],
    });
    const floats = new Float32Array(new Uint8Array(tensor.raw_data).buffer);
    const raw_data = new Uint8Array(encodeFloat16(floats).buffer);
    return { name: stored, dims: tensor.dims, data_type: DATA_TYPE.float16, raw_data };
  });
  return { ...model, graph: { ...model.graph, initializer, node: [...casts, ...model.graph.node] } };
}
