import { decodeFloat16, encodeFloat16 } from '#inference/runtime/float16.ts';
import { dequantizeBlocks, quantizeBlocks } from '#tools/models/onnx/blockQuantization.ts';
import { DATA_TYPE, decodeOnnx, encodeOnnx, type TensorProto } from '#tools/models/onnx/onnxFile.ts';

const BLOCK_SIZE = 32;
/** Biases and constants are left as they are. */
const SMALLEST = 1_024;

/**
 * An `.onnx` file whose float16 weights are rounded to so many bits in blocks of 32: what a miner gains
 * memory and time with.
 */
export function withCoarseWeights(file: Uint8Array, bits: 4 | 8): Uint8Array {
  const model = decodeOnnx(file);
  const initializer = model.graph.initializer.map((tensor): TensorProto => {
    const count = tensor.raw_data.length / 2;
    if (tensor.data_type !== DATA_TYPE.float16 || count < SMALLEST || count % BLOCK_SIZE !== 0) return tensor;
    const bytes = Uint8Array.from(tensor.raw_data);
    const values = decodeFloat16(new Uint16Array(bytes.buffer));
    const options = { bits, blockSize: BLOCK_SIZE } as const;
    const rounded = dequantizeBlocks(quantizeBlocks({ values, rows: 1, columns: count }, options), options);
    return { ...tensor, raw_data: new Uint8Array(encodeFloat16(rounded).buffer) };
  });
  return encodeOnnx({ ...model, graph: { ...model.graph, initializer } });
}
