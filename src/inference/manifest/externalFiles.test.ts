import { describe, expect, it } from 'vitest';
import { externalFiles } from '#inference/manifest/externalFiles.ts';
import { readGraph } from '#inference/manifest/modelFiles.ts';
import { moveWeightsOut } from '#tools/models/onnx/externalWeights.ts';
import { GraphBuilder } from '#tools/models/onnx/graphBuilder.ts';
import { encodeOnnx } from '#tools/models/onnx/onnxFile.ts';

/** Large enough to be moved out. */
const WEIGHTS = 1_024;

/** A graph with a tensor at each location. */
function graphAt(...locations: string[]): Uint8Array {
  const g = new GraphBuilder();
  locations.forEach((_, at) => g.constant(`weights.${at}`, new Float32Array(WEIGHTS).fill(at), [WEIGHTS]));
  return encodeOnnx(moveWeightsOut(g.build('graph'), ...locations).model);
}
const manifestOf = (...externalData: string[]) => ({ file: 'onnx/model.onnx', externalData });

describe('externalFiles', () => {
  it.each([
    ['model.onnx_data', 'onnx/model.onnx_data'],
    ['./model.onnx_data', 'onnx/model.onnx_data'],
    ['weights/a.bin', 'onnx/weights/a.bin'],
    ['.//weights/./a.bin', 'onnx/weights/a.bin'],
  ])('finds %s at %s', (location, path) => {
    expect(externalFiles(graphAt(location), manifestOf(path))).toEqual([{ location, path }]);
  });

  it('finds a file beside a graph at the top', () => {
    const graph = { file: 'model.onnx', externalData: ['a.bin'] };
    expect(externalFiles(graphAt('a.bin'), graph)).toEqual([{ location: 'a.bin', path: 'a.bin' }]);
  });

  it('finds nothing where a graph keeps its weights itself', () => {
    expect(externalFiles(encodeOnnx(new GraphBuilder().build('graph')), manifestOf())).toEqual([]);
  });

  it.each(['../secrets', 'a/../../secrets', 'a/..', '/etc/passwd', 'C:\\weights', 'a\\b', 'file:a', '', '.'])(
    'refuses weights at %j',
    (location) => {
      expect(() => externalFiles(graphAt(location), manifestOf('onnx/a'))).toThrow(
        expect.objectContaining({ code: 'BAD_GRAPH', message: expect.stringContaining(`“${location}”`) }),
      );
    },
  );

  it('names the file that the manifest does not list', () => {
    expect(() => externalFiles(graphAt('a', 'b'), manifestOf('onnx/a', 'b'))).toThrow(
      expect.objectContaining({ code: 'BAD_MANIFEST', message: expect.stringContaining('onnx/b') }),
    );
  });

  it('refuses what is no graph', () => {
    const page = new TextEncoder().encode('<!doctype html>');
    expect(() => externalFiles(page, manifestOf())).toThrow(expect.objectContaining({ code: 'BAD_GRAPH' }));
  });
});

it('readGraph reads each file once for each way in which the graph writes its path, and no other', async () => {
  const model = graphAt('a', './a', 'b/c');
  const read: string[] = [];
  const { externalData } = await readGraph(manifestOf('onnx/a', 'onnx/b/c', 'onnx/unused'), async (path) => {
    read.push(path);
    return path === 'onnx/model.onnx' ? model : new TextEncoder().encode(path);
  });
  const texts = externalData.map(({ path, data }) => [path, new TextDecoder().decode(data as Uint8Array)]);
  expect(texts).toEqual([
    ['a', 'onnx/a'],
    ['./a', 'onnx/a'],
    ['b/c', 'onnx/b/c'],
  ]);
  expect(read).toEqual(['onnx/model.onnx', 'onnx/a', 'onnx/a', 'onnx/b/c']);
});
