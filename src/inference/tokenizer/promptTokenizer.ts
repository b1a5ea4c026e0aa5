import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';

/** Encodes a prompt as exactly `promptTokens` ids. */
export type PromptTokenizer = (prompt: string) => number[];

/**
 * The tokenizer of a diffusion model: truncates prompts to `promptTokens` ids, and pads shorter ones.
 * @param readJson reads and parses one of the manifest's files
 * @throws InferenceError BAD_MANIFEST when a file is not a vocabulary or tokenizer
 * @example
 * const tokenize = await createPromptTokenizer(manifest, readJson);
 * const ids = tokenize('a red cat');
 */
export async function createPromptTokenizer(
  manifest: LatentDiffusionManifest,
  readJson: (path: string) => Promise<unknown>,
): Promise<PromptTokenizer> {
  const { tokenizer, promptTokens, padToken } = manifest;
  const encode =
    tokenizer.kind === 'words'
      ? wordEncoder(new WordVocabulary(await readJson(tokenizer.vocabulary), tokenizer.ignored))
      : subwordEncoder(
          new TextTokenizer({
            tokenizer: await readJson(tokenizer.file),
            config: await readJson(tokenizer.config),
          }),
          promptTokens,
        );
  return (prompt) => {
    const ids = encode(prompt).slice(0, promptTokens);
    return [...ids, ...new Array<number>(promptTokens - ids.length).fill(padToken)];
  };
}

function wordEncoder(vocabulary: WordVocabulary): (prompt: string) => number[] {
  return (prompt) => vocabulary.read(prompt).map(({ id }) => id);
}

/** A truncated prompt keeps its closing token, as in CLIP's training. */
function subwordEncoder(tokenizer: TextTokenizer, most: number): (prompt: string) => number[] {
  return (prompt) => {
    const ids = tokenizer.encode(prompt, true);
    return ids.length > most ? [...ids.slice(0, most - 1), ids[ids.length - 1]!] : ids;
  };
}
