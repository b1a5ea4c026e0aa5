import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ModelCatalogue, type ServedModel } from '#coordinator/catalogue/modelCatalogue.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import { parseCatalogue } from '#inference/manifest/catalogue.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { loadTextTokenizer } from '#inference/tokenizer/loadTextTokenizer.ts';

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/**
 * Reads `catalogue.json`, the manifests it names and the text models' tokenizers, but no weights.
 * @throws StartupError NO_MODELS
 */
export async function loadCatalogue(folder: string): Promise<ModelCatalogue> {
  try {
    const { models } = parseCatalogue(await readJson(join(folder, 'catalogue.json')));
    return new ModelCatalogue(
      await Promise.all(models.map((entry) => loadModel(join(folder, entry.manifest)))),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(
      'NO_MODELS',
      `The models in ${folder} could not be read (set CUCKOO_MODELS to the folder with catalogue.json): ${why}`,
      {
        cause,
      },
    );
  }
}

async function loadModel(manifestPath: string): Promise<ServedModel> {
  const manifest = parseManifest(await readJson(manifestPath));
  const unitPrice = BigInt(manifest.unitPrice);
  if (manifest.kind === 'image') return { manifest, unit: 'step', unitPrice };
  const folder = dirname(manifestPath);
  const tokenizer = await loadTextTokenizer(manifest.tokenizer, (path) => readFile(join(folder, path)));
  return {
    manifest,
    unit: 'token',
    unitPrice,
    longestToken: tokenizer.longestToken,
    promptTokens: ({ messages, date }) => tokenizer.encodeChat(messages, date).length,
    decode: (tokens) => tokenizer.decode(tokens),
    bytesOf: (token) => tokenizer.bytesOf(token),
  };
}
