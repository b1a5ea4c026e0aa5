import type { Padding } from '#inference/decoder/cacheRows.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import {
  int64Constant,
  integerInput,
  OnnxGraph,
  type OnnxNode,
  plainNode,
} from '#inference/onnx/onnxGraph.ts';
import { leavesOnlyShapesToCpu } from '#inference/onnx/shapeArithmetic.ts';

/** Inputs that replace the nodes which count lengths from the attention mask. */
export const LENGTH_INPUT = {
  /** int32 [rows]: index of each row's last key, its length less one. */
  lastKey: 'cuckoo.last_key',
  /** int32 [1]: number of keys of the longest row, including the new ones. */
  keyCount: 'cuckoo.key_count',
} as const;

/** int64 [1]: the first position whose logits are computed, counted from the end: −1 gives only the last. */
export const LOGITS_FROM_INPUT = 'cuckoo.logits_from';

export interface FittedGraph {
  readonly model: Uint8Array;
  /** Whether all attention is GroupQueryAttention, so that the KV cache can be written in place. */
  readonly attendsInPlace: boolean;
  /** How a batch pads rows of different lengths; undefined where the graph cannot batch them. */
  readonly padding: Padding | undefined;
  /** Whether the graph needs the CPU only for arithmetic on shapes: see `leavesOnlyShapesToCpu`. */
  readonly shapesOnCpu: boolean;
}

/**
 * Adapts a published decoder graph to the engine, without changing what it computes:
 * - GroupQueryAttention needs lengths, which exports count from the attention mask by nodes that run on the
 *   CPU. Here they become inputs, so that nothing is left on the CPU.
 * - Logits are computed only for as many last positions as the engine asks for, unless the graph has an input
 *   for that. For a prompt of 1,000 tokens and a vocabulary of 150,000, the others would be 600 MB that are
 *   never read. A graph that does not have these forms stays as it is.
 * @throws RangeError when the bytes are not an ONNX model
 * @example
 * const { model, padding } = fitDecoderGraph(bytes, DECODER_IO);
 */
export function fitDecoderGraph(model: Uint8Array, io: DecoderManifest['io']): FittedGraph {
  const graph = new OnnxGraph(model);
  const attention = graph.nodes.filter(({ operator }) => ATTENTION.has(operator));
  const grouped = attention.filter(({ operator }) => operator === 'GroupQueryAttention');
  const removedNodes = new Set<OnnxNode>();
  const removedInputs = new Set<string>();
  const renamedFor = new Map<OnnxNode, Map<string, string>>();
  const added: Uint8Array[] = [];
  const rename = (node: OnnxNode, from: string, to: string) => {
    renamedFor.set(node, (renamedFor.get(node) ?? new Map<string, string>()).set(from, to));
  };

  const cutLengths =
    grouped.length > 0 && grouped.every((node) => lengthsComeFromMask(graph, node, io.attentionMask));
  if (cutLengths) {
    for (const node of grouped) {
      rename(node, node.inputs[LAST_KEY]!, LENGTH_INPUT.lastKey);
      rename(node, node.inputs[KEY_COUNT]!, LENGTH_INPUT.keyCount);
    }
    for (const node of deadNodes(graph, grouped)) removedNodes.add(node);
    const readers = graph.readersOf(io.attentionMask).filter((node) => !removedNodes.has(node));
    if (readers.length === 0) removedInputs.add(io.attentionMask);
    added.push(integerInput(LENGTH_INPUT.lastKey, 'int32', ['batch_size']));
    added.push(integerInput(LENGTH_INPUT.keyCount, 'int32', [1]));
  }

  const head = graph.inputs.has(io.logitsToKeep) ? undefined : headOf(graph, io.logits);
  if (head) {
    added.push(
      integerInput(LOGITS_FROM_INPUT, 'int64', [1]),
      int64Constant('cuckoo.slice_end', [2n ** 63n - 1n]),
      int64Constant('cuckoo.slice_axis', [1n]),
      plainNode(
        'Slice',
        [head.inputs[0]!, LOGITS_FROM_INPUT, 'cuckoo.slice_end', 'cuckoo.slice_axis'],
        'cuckoo.last_hidden',
      ),
    );
    rename(head, head.inputs[0]!, 'cuckoo.last_hidden');
  }
  const changed = added.length > 0;
  const ownsCache = grouped.length === attention.length && grouped.every((node) => ownsItsCache(graph, node));
  const integerInputs = new Set([io.inputIds, io.attentionMask, io.positionIds, io.logitsToKeep]);
  return {
    model: changed ? graph.edited({ removedNodes, removedInputs, renamedFor, added }) : model,
    shapesOnCpu: leavesOnlyShapesToCpu(graph, integerInputs),
    attendsInPlace: cutLengths && ownsCache,
    padding: paddingOf(graph, io, { attention, grouped, ownsCache }),
  };
}

/**
 * GroupQueryAttention takes each row's length and writes behind it, so rows are padded on the right, unless a
 * bias takes all rows for equally long. Other attention has one length for all rows, so they are padded on
 * the left: the mask hides the padding, and positions are inputs.
 */
function paddingOf(
  { inputs }: OnnxGraph,
  io: DecoderManifest['io'],
  { attention, grouped, ownsCache }: DecoderAttention,
): Padding | undefined {
  if (grouped.length === 0)
    return attention.length > 0 && inputs.has(io.attentionMask) && inputs.has(io.positionIds)
      ? 'left'
      : undefined;
  const biased = grouped.some((node) => (node.inputs[BIAS] ?? '') !== '');
  return ownsCache && !biased ? 'right' : undefined;
}

interface DecoderAttention {
  readonly attention: readonly OnnxNode[];
  readonly grouped: readonly OnnxNode[];
  /** Whether all attention is grouped, and nothing else reads its KV cache. */
  readonly ownsCache: boolean;
}

/**
 * Whether nothing but this attention reads its KV cache. What else reads it may take the cache's length for
 * the number of tokens, as a sliding window's bias does; in a larger buffer it would be off, and only for
 * prompts beyond the window.
 */
function ownsItsCache(graph: OnnxGraph, node: OnnxNode): boolean {
  const past = PAST.map((index) => node.inputs[index] ?? '');
  return (
    past.every(
      (value) => graph.inputs.has(value) && graph.readersOf(value).every((reader) => reader === node),
    ) &&
    past.every((value) => node.inputs.filter((input) => input === value).length === 1) &&
    node.outputs.slice(1).every((present) => graph.readersOf(present).length === 0)
  );
}

const ATTENTION: ReadonlySet<string> = new Set([
  'GroupQueryAttention',
  'MultiHeadAttention',
  'Attention',
  'DecoderMaskedMultiHeadAttention',
  'Softmax',
]);

/** Indices of GroupQueryAttention's inputs: past keys and values, lengths, and the bias. */
const PAST = [3, 4] as const;
const LAST_KEY = 5;
const KEY_COUNT = 6;
const BIAS = 10;

/** Whether the lengths are computed as exports do: sum of the mask less one, and the mask's width. */
function lengthsComeFromMask(graph: OnnxGraph, node: OnnxNode, mask: string): boolean {
  return (
    descendsFrom(graph, node.inputs[LAST_KEY] ?? '', mask, LAST_KEY_STEPS) &&
    descendsFrom(graph, node.inputs[KEY_COUNT] ?? '', mask, KEY_COUNT_STEPS)
  );
}

/** The operators from a length up to the mask, in order; casts may come anywhere between them. */
const LAST_KEY_STEPS = ['Sub', 'ReduceSum'] as const;
const KEY_COUNT_STEPS = ['Gather', 'Shape'] as const;
const PASSING: ReadonlySet<string> = new Set(['Cast', 'Squeeze', 'Unsqueeze', 'Reshape', 'Identity']);

function descendsFrom(graph: OnnxGraph, value: string, mask: string, steps: readonly string[]): boolean {
  if (value === mask) return steps.length === 0;
  const producer = graph.producerOf(value);
  if (!producer) return false;
  const [data, constant] = producer.inputs;
  if (PASSING.has(producer.operator)) return descendsFrom(graph, data!, mask, steps);
  if (producer.operator !== steps[0]) return false;
  // Sub subtracts 1, and Gather takes index 1 of the shape [batch, width].
  const wantsOne = producer.operator === 'Sub' || producer.operator === 'Gather';
  if (wantsOne && graph.constantOf(constant!)?.toString() !== '1') return false;
  return descendsFrom(graph, data!, mask, steps.slice(1));
}

/** The nodes that only these nodes' lengths need. */
function deadNodes(graph: OnnxGraph, attention: readonly OnnxNode[]): OnnxNode[] {
  const dead: OnnxNode[] = [];
  const pending = attention.flatMap(({ inputs }) => [inputs[LAST_KEY]!, inputs[KEY_COUNT]!]);
  const living = (value: string) =>
    graph.readersOf(value).some((node) => !dead.includes(node) && !attention.includes(node));
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const producer = graph.producerOf(value);
    if (!producer || dead.includes(producer) || producer.outputs.some(living)) continue;
    dead.push(producer);
    pending.push(...producer.inputs);
  }
  return dead;
}

/** Operators between the output layer and the logits that work position by position. */
const POINTWISE: ReadonlySet<string> = new Set(['Cast', 'Mul', 'Div', 'Tanh', 'Identity']);

/** The matrix product of the output layer, if the logits come from one. */
function headOf(graph: OnnxGraph, logits: string): OnnxNode | undefined {
  let value = logits;
  for (;;) {
    const producer = graph.producerOf(value);
    // With another reader, the slice would change what that one reads.
    if (!producer || (value !== logits && graph.readersOf(value).length > 1)) return undefined;
    const [data] = producer.inputs;
    if (producer.operator === 'MatMul' || producer.operator === 'MatMulNBits') return producer;
    if (!POINTWISE.has(producer.operator)) return undefined;
    value = data!;
  }
}
