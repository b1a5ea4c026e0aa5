import type { GraphFiles } from '#inference/manifest/manifestFields.ts';
import { externalLocations } from '#inference/onnx/externalLocations.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** A file with a graph's weights. */
export interface ExternalFile {
  /** As the graph writes it. */
  readonly location: string;
  /** As the manifest writes it. */
  readonly path: string;
}

/**
 * The files in which a graph keeps its weights, which lie beside it or in folders there.
 * @throws InferenceError BAD_GRAPH when the bytes are no graph or name a file elsewhere, BAD_MANIFEST when
 *   the manifest does not list one
 * @example
 * const files = externalFiles(model, manifest.graph); // [{ location: 'a.data', path: 'onnx/a.data' }]
 */
export function externalFiles(model: Uint8Array, { file, externalData }: GraphFiles): ExternalFile[] {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return [...locationsOf(model, file)].map((location) => {
    const path = folder + innerPath(location, file);
    if (externalData.includes(path)) return { location, path };
    throw new InferenceError(
      'BAD_MANIFEST',
      `${file} keeps weights in ${path}, which the manifest does not list in externalData: add it there.`,
    );
  });
}

function locationsOf(model: Uint8Array, file: string): Set<string> {
  try {
    return externalLocations(model);
  } catch (cause) {
    throw new InferenceError('BAD_GRAPH', `${file} is not an ONNX graph.`, { cause });
  }
}

/** A location without steps that lead nowhere. */
function innerPath(location: string, file: string): string {
  const steps = location.split('/').filter((step, at) => step !== '.' && (step !== '' || at === 0));
  const leadsOut = steps.length === 0 || steps[0] === '' || steps.includes('..') || /[\\:]/.test(location);
  if (!leadsOut) return steps.join('/');
  throw new InferenceError(
    'BAD_GRAPH',
    `${file} keeps weights in “${location}”, which is not a file beside it or in a folder there. ` +
      'Take a graph whose weights lie with it.',
  );
}
