import { z } from 'zod';
import { InferenceError } from '#inference/inferenceError.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import { TextTokenizer } from '#inference/textTokenizer.ts';

/** A prompt as exactly `promptTokens` ids. */
export type PromptTokenizer = (prompt: string) => number[];

const UNKNOWN_WORD = 1;
const vocabularySchema = z.record(z.string(), z.number().int().nonnegative());

/** @param readJson gives one of the manifest's files, parsed. @throws InferenceError BAD_MANIFEST */
export async function createPromptTokenizer(
  manifest: LatentDiffusionManifest,
  readJson: (path: string) => Promise<unknown>,
): Promise<PromptTokenizer> {
  const { tokenizer, promptTokens, padToken } = manifest;
  const encode =
    tokenizer.kind === 'words'
      ? wordEncoder(await readJson(tokenizer.vocabulary), tokenizer.ignored)
      : subwordEncoder(
          new TextTokenizer(await readJson(tokenizer.file), await readJson(tokenizer.config)),
          promptTokens,
        );
  return (prompt) => {
    const ids = encode(prompt).slice(0, promptTokens);
    return [...ids, ...new Array<number>(promptTokens - ids.length).fill(padToken)];
  };
}

function wordEncoder(vocabularyJson: unknown, ignoredWords: readonly string[]): (prompt: string) => number[] {
  const parsed = vocabularySchema.safeParse(vocabularyJson);
  if (!parsed.success)
    throw new InferenceError('BAD_MANIFEST', 'The vocabulary is not an object of word to id.');
  // A Map, since a prompt may say "constructor".
  const vocabulary = new Map(Object.entries(parsed.data));
  const ignored = new Set(ignoredWords);
  return (prompt) =>
    (prompt.toLowerCase().match(/[a-z0-9]+/g) ?? [])
      .filter((word) => !ignored.has(word))
      .map((word) => vocabulary.get(word) ?? UNKNOWN_WORD);
}

/** A cut prompt keeps its last, closing token, as CLIP was trained. */
function subwordEncoder(tokenizer: TextTokenizer, most: number): (prompt: string) => number[] {
  return (prompt) => {
    const ids = tokenizer.encode(prompt, true);
    return ids.length > most ? [...ids.slice(0, most - 1), ids[ids.length - 1]!] : ids;
  };
}
