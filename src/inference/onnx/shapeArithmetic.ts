import type { OnnxGraph, OnnxNode } from '#inference/onnx/onnxGraph.ts';

/** The operators of language and diffusion models for which ONNX Runtime has WebGPU kernels. */
const ON_GPU: ReadonlySet<string> = new Set(
  (
    'Abs Add And AveragePool Cast Ceil Clip Concat Conv ConvTranspose Cos CumSum DepthToSpace ' +
    'DequantizeLinear Div Einsum Elu Equal Erf Exp Expand Flatten Floor Gather GatherElements Gelu Gemm ' +
    'GlobalAveragePool Greater GreaterOrEqual Identity InstanceNormalization LayerNormalization ' +
    'LeakyRelu Less LessOrEqual Log MatMul MaxPool Mul Neg Not Pad Pow Reciprocal ReduceMax ReduceMean ' +
    'ReduceMin ReduceProd ReduceSum Relu Reshape Resize Shape Sigmoid SimplifiedLayerNormalization Sin ' +
    'Slice Softmax Split Sqrt Squeeze Sub Tanh Tile Transpose Unsqueeze Where com.microsoft.Attention ' +
    'com.microsoft.BiasGelu com.microsoft.FastGelu com.microsoft.GatherBlockQuantized ' +
    'com.microsoft.Gelu com.microsoft.GroupQueryAttention com.microsoft.MatMulNBits ' +
    'com.microsoft.MultiHeadAttention com.microsoft.QuickGelu com.microsoft.RotaryEmbedding ' +
    'com.microsoft.SkipLayerNormalization com.microsoft.SkipSimplifiedLayerNormalization'
  ).split(' '),
);

/**
 * Whether all that a graph may leave to the CPU is arithmetic on shapes, positions and masks. Exports do such
 * sums by nodes for which the GPU has no kernels, and ONNX Runtime puts sums on shapes on the CPU whatever
 * the GPU can do; both are a few integers a run. Everything that a weight or an activation flows through must
 * have its GPU kernel.
 * @param integerInputs names of the inputs that are ids, positions, masks and counts
 * @example
 * leavesOnlyShapesToCpu(new OnnxGraph(bytes), new Set(['input_ids', 'attention_mask']));
 */
export function leavesOnlyShapesToCpu(graph: OnnxGraph, integerInputs: ReadonlySet<string>): boolean {
  const arithmetic = new Map<string, boolean>();
  const isArithmetic = (value: string): boolean => {
    if (value === '' || integerInputs.has(value)) return true;
    const known = arithmetic.get(value);
    if (known !== undefined) return known;
    const node = graph.producerOf(value);
    // Weights that are looked up by ids, as embeddings are, are not arithmetic on the ids.
    const answer = node ? isShapeNode(node) : graph.isSmall(value);
    arithmetic.set(value, answer);
    return answer;
  };
  const isShapeNode = (node: OnnxNode): boolean =>
    node.operator === 'Shape' || node.operator === 'Size' || node.inputs.every(isArithmetic);
  return graph.nodes.every((node) => isShapeNode(node) || ON_GPU.has(fullName(node)));
}

function fullName({ domain, operator }: OnnxNode): string {
  return domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`;
}
