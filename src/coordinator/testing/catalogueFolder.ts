import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { talkManifest } from '#coordinator/testing/world.ts';
import { byteLevelTokenizer, CHAT_TEMPLATE } from '#inference/testing/smallTokenizers.ts';

/** A text model of a catalogue: its tokenizer's two files, and its context in tokens. */
export interface TextModelFolder {
  tokenizer: unknown;
  config: unknown;
  context: number;
}

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** A tokenizer of one token for each byte. */
export const byteModel = (context: number): TextModelFolder => ({
  ...{ tokenizer: byteLevelTokenizer(), context },
  config: { chat_template: CHAT_TEMPLATE },
});

/** The tokenizer of the repository's own text model. */
export const storiesModel = async (context: number): Promise<TextModelFolder> => ({
  tokenizer: await readJson('public/models/stories15m/tokenizer.json'),
  config: await readJson('public/models/stories15m/tokenizer_config.json'),
  context,
});

/** Writes a folder that `loadCatalogue` reads. @returns its path */
export async function catalogueFolder(models: Record<string, TextModelFolder>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cuckoo-catalogue-'));
  for (const [id, { tokenizer, config, context }] of Object.entries(models)) {
    await mkdir(join(folder, id));
    const write = (file: string, json: unknown) => writeFile(join(folder, id, file), JSON.stringify(json));
    await write('tokenizer.json', tokenizer);
    await write('tokenizer_config.json', config);
    await write('manifest.json', { ...talkManifest, id, context });
  }
  const entries = Object.keys(models).map((id) => ({ id, kind: 'text', manifest: `${id}/manifest.json` }));
  await writeFile(join(folder, 'catalogue.json'), JSON.stringify({ version: 1, models: entries }));
  return folder;
}
