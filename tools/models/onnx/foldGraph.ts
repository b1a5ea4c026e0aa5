import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { decodeOnnx, encodeOnnx, type ModelProto } from '#tools/models/onnx/onnxFile.ts';

/**
 * Fixes a symbolic dimension, and lets ONNX Runtime's constant folding remove the shape arithmetic that
 * depends on it: such nodes would run on the CPU between kernels. Only standard rewrites ('basic') are made.
 */
export async function fixDimension(model: ModelProto, dimension: string, size: number): Promise<ModelProto> {
  const fixed = structuredClone(model);
  for (const value of [...fixed.graph.input, ...fixed.graph.output]) {
    const shape = value.type.tensor_type.shape;
    shape.dim = shape.dim.map((dim) => (dim.dim_param === dimension ? { dim_value: size } : dim));
  }
  const folder = mkdtempSync(join(tmpdir(), 'fold-graph-'));
  try {
    const optimizedModelFilePath = join(folder, 'folded.onnx');
    const session = await InferenceSession.create(encodeOnnx(fixed), {
      graphOptimizationLevel: 'basic',
      optimizedModelFilePath,
    });
    await session.release();
    const folded = decodeOnnx(readFileSync(optimizedModelFilePath));
    // The runtime lists every domain it knows.
    const used = new Set(folded.graph.node.map((node) => node.domain ?? ''));
    const opset_import = folded.opset_import.filter(({ domain }) => used.has(domain ?? ''));
    return { ...folded, producer_name: 'cuckoo', opset_import };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
