import { describe, expect, it } from 'vitest';
import { fitDecoderGraph, LENGTH_INPUT } from '#inference/decoder/decoderGraph.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { LAYOUT_CASES, makeLayoutCase } from '#tools/models/fixtures/decoderLayouts.ts';
import { decodeOnnx, encodeOnnx, type ModelProto } from '#tools/models/onnx/onnxFile.ts';

const layoutOf = (attention: string, logitsToKeep: boolean) =>
  LAYOUT_CASES.find((layout) => layout.attention === attention && layout.logitsToKeep === logitsToKeep)!;
const modelOf = (attention: string, logitsToKeep = false): ModelProto =>
  decodeOnnx(makeLayoutCase(layoutOf(attention, logitsToKeep), 1).graph.model);
const fit = (model: ModelProto) => fitDecoderGraph(encodeOnnx(model), DECODER_IO);
const operatorsOf = (bytes: Uint8Array) => decodeOnnx(bytes).graph.node.map((node) => node.op_type);

describe('fitDecoderGraph', () => {
  it('replaces the nodes that count lengths by inputs', () => {
    const fitted = fit(modelOf('grouped'));
    const { graph } = decodeOnnx(fitted.model);
    const inputs = graph.input.map(({ name }) => name);
    expect(inputs).toEqual(expect.arrayContaining(Object.values(LENGTH_INPUT)));
    expect(inputs).not.toContain('attention_mask');
    expect(operatorsOf(fitted.model)).not.toEqual(expect.arrayContaining(['Shape']));
    expect(operatorsOf(fitted.model)).not.toEqual(expect.arrayContaining(['ReduceSum']));
    expect(fitted.attendsInPlace).toBe(true);
  });

  it('keeps length nodes of an unknown form', () => {
    const model = modelOf('grouped');
    model.graph.node.find(({ op_type }) => op_type === 'Sub')!.op_type = 'Add';
    const fitted = fit(model);
    expect(operatorsOf(fitted.model)).toContain('ReduceSum');
    expect(fitted.attendsInPlace).toBe(false);
  });

  it.each(['past_key_values.1.key', 'past_key_values.0.value', 'present.1.value'])(
    'keeps no cache in place, and pads no rows, where another node reads %s',
    (value) => {
      const model = modelOf('grouped');
      const node = model.graph.node[0]!;
      model.graph.node.push({ ...node, op_type: 'Shape', input: [value], output: ['length'], attribute: [] });
      expect(fit(model)).toMatchObject({ attendsInPlace: false, padding: undefined });
    },
  );

  it('keeps no cache in place where attention does not read it itself', () => {
    const model = modelOf('grouped');
    const { node } = model.graph;
    const attention = node.find(({ op_type }) => op_type === 'GroupQueryAttention')!;
    const past = attention.input[3]!;
    node.unshift({ ...node[0]!, op_type: 'Identity', input: [past], output: ['copied'], attribute: [] });
    attention.input[3] = 'copied';
    expect(fit(model)).toMatchObject({ attendsInPlace: false, padding: undefined });
  });

  it('slices the hidden states to the wanted positions, unless the graph has an input for that', () => {
    expect(operatorsOf(fit(modelOf('multi-head')).model)).toContain('Slice');
    const before = operatorsOf(encodeOnnx(modelOf('grouped', true))).filter((name) => name === 'Slice');
    const after = operatorsOf(fit(modelOf('grouped', true)).model).filter((name) => name === 'Slice');
    expect(after).toHaveLength(before.length);
  });

  it('leaves shape arithmetic to the CPU only if nothing else would run there', () => {
    const model = modelOf('grouped', true);
    expect(fit(model).shapesOnCpu).toBe(true);
    model.graph.node.find(({ op_type }) => op_type === 'Sigmoid')!.op_type = 'Hardmax';
    expect(fit(model).shapesOnCpu).toBe(false);
  });

  it.each([
    ['an empty file', new Uint8Array()],
    ['bytes that are not a graph', Uint8Array.of(1, 2, 3)],
    ['an HTML page', new TextEncoder().encode('<!doctype html>')],
  ])('refuses %s', async (_what, model) => {
    const session = DecoderSession.create(
      createNodeRuntime(),
      { model, externalData: [] },
      { io: DECODER_IO, context: 8 },
    );
    await expect(session).rejects.toMatchObject({ code: 'BAD_GRAPH' });
  });

  it('refuses a run of no tokens and one longer than the context', async () => {
    const { graph, model } = makeLayoutCase(layoutOf('grouped', false), 1);
    const { context } = model.sizes;
    const session = await DecoderSession.create(createNodeRuntime(), graph, { io: DECODER_IO, context });
    const sequence = session.sequence();
    await expect(sequence.append(new Array<number>(context + 1).fill(1))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(sequence.append([])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    sequence.dispose();
    await session.dispose();
  });
});
