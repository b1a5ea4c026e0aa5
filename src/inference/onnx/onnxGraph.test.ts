import { expect, it } from 'vitest';
import { OnnxGraph } from '#inference/onnx/onnxGraph.ts';
import { delimitedField } from '#inference/onnx/protobufFields.ts';

/** Field numbers of ONNX's messages. */
const node = (operator: string, inputs: string[], output: string, ...attributes: Uint8Array[]) =>
  delimitedField(
    1,
    ...inputs.map((name) => delimitedField(1, name)),
    ...[delimitedField(2, output), delimitedField(4, operator)],
    ...attributes.map((attribute) => delimitedField(5, attribute)),
  );
const output = (name: string) => delimitedField(12, delimitedField(1, name));
const branch = (...fields: Uint8Array[]) => delimitedField(6, ...fields);
const graphOf = (...fields: Uint8Array[]) => new OnnxGraph(delimitedField(7, ...fields));

it('finds what a branch of an If reads of the graph around it', () => {
  const inner = node('If', ['b'], 'inner', branch(node('Shape', ['past'], 'z'), output('z')));
  const graph = graphOf(
    node('If', ['a'], 'y', branch(inner, output('inner')), branch(output('as_it_is'))),
    node('Add', ['a', 'y'], 'sum'),
  );
  const readers = (value: string) => graph.readersOf(value).map(({ operator }) => operator);
  expect(readers('past')).toEqual(['If']);
  expect(readers('b')).toEqual(['If']);
  expect(readers('as_it_is')).toEqual(['If']);
  expect(readers('a')).toEqual(['If', 'Add']);
  expect(readers('nothing')).toEqual([]);
});
