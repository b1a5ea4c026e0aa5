import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { ModelCatalogue, type ServedModel } from '#coordinator/catalogue/modelCatalogue.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import { ModelTokenizer } from '#coordinator/tokenizer/modelTokenizer.ts';
import { ResultReader } from '#coordinator/tokenizer/resultReader.ts';
import { startTokenizers, type Tokenizers } from '#coordinator/tokenizer/tokenizers.ts';
import type { ModelFiles } from '#coordinator/tokenizer/workerMessages.ts';
import { parseCatalogue } from '#inference/manifest/catalogue.ts';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/**
 * Reads `catalogue.json`, the manifests it names and the text models' tokenizers, but no weights. The caller
 * closes the catalogue.
 * @throws StartupError NO_MODELS
 */
export async function loadCatalogue(folder: string, log: Logger): Promise<ModelCatalogue> {
  try {
    const { models } = parseCatalogue(await readJson(join(folder, 'catalogue.json')));
    const paths = models.map((entry) => join(folder, entry.manifest));
    const manifests = await Promise.all(paths.map(async (path) => parseManifest(await readJson(path))));
    const texts = manifests.flatMap((manifest, at): ModelFiles[] =>
      manifest.kind === 'text' ? [{ manifest, folder: dirname(paths[at]!) }] : [],
    );
    const tokenizers = await startTokenizers(texts, log);
    return new ModelCatalogue(
      manifests.map((manifest, at) => served(manifest, dirname(paths[at]!), tokenizers)),
      tokenizers.close,
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

function served(
  manifest: Manifest,
  folder: string,
  { longestTokens, prompts, results }: Tokenizers,
): ServedModel {
  const unitPrice = BigInt(manifest.unitPrice);
  const { id } = manifest;
  const reader = new ResultReader({ model: id, worker: results });
  if (manifest.kind === 'image') return { manifest, unit: 'step', unitPrice, results: reader, folder };
  return {
    ...{ manifest, unit: 'token', unitPrice, longestToken: longestTokens[id]!, results: reader, folder },
    tokenizer: new ModelTokenizer({ model: id, prompts }),
  };
}
