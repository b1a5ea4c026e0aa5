import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { jsonReader, type ReadFile, textReader } from '#inference/manifest/modelFiles.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';

/**
 * Reads a text model's tokenizer.
 * @throws InferenceError BAD_MANIFEST
 * @example
 * const tokenizer = await loadTextTokenizer(manifest.tokenizer, readFile);
 */
export async function loadTextTokenizer(
  { file, config, template }: DecoderManifest['tokenizer'],
  readFile: ReadFile,
): Promise<TextTokenizer> {
  const readJson = jsonReader(readFile);
  return new TextTokenizer({
    tokenizer: await readJson(file),
    config: await readJson(config),
    template: template === undefined ? undefined : await textReader(readFile)(template),
  });
}
