import { useQuery } from '@tanstack/react-query';
import { type PromptSuggestions, parsePromptSuggestions } from '#inference/manifest/promptSuggestions.ts';
import { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';
import type { PublishedModel } from '#miner/models/modelSite.ts';
import { fetchModelFile, useSiteModel } from '#web/catalogue/siteModel.ts';
import type { PromptLanguage } from '#web/create/prompt/promptHelp.ts';
import { nextTask } from '#web/time/nextTask.ts';

async function readJson(model: PublishedModel, path: string): Promise<unknown> {
  const response = await fetchModelFile(model, path);
  if (!response.ok) throw new Error(`${path}: the server answered ${response.status}.`);
  return response.json();
}

async function readLanguage(model: PublishedModel): Promise<PromptLanguage | null> {
  const { manifest } = model;
  if (manifest.kind !== 'image' || manifest.tokenizer.kind !== 'words') return null;
  const { vocabulary: path, ignored } = manifest.tokenizer;
  const [words, suggested] = await Promise.all([
    readJson(model, path),
    manifest.suggestions === undefined ? undefined : readJson(model, manifest.suggestions),
  ]);
  // A vocabulary of a thousand words is a task for a phone; what was read with it another.
  await nextTask();
  const vocabulary = new WordVocabulary(words, ignored);
  await nextTask();
  const suggestions: PromptSuggestions =
    suggested === undefined
      ? { things: vocabulary.phrases, styles: [], colours: [], sizes: [] }
      : parsePromptSuggestions(suggested);
  return { name: manifest.name, vocabulary, room: manifest.promptTokens, suggestions };
}

/**
 * The vocabulary of a model that knows a fixed set of words; `null` for other models and where it cannot be
 * loaded, undefined while it may still come.
 */
export function usePromptLanguage(modelId: string | undefined): PromptLanguage | null | undefined {
  const site = useSiteModel(modelId);
  const model = site.data ?? null;
  const language = useQuery({
    queryKey: ['prompt-language', modelId],
    enabled: model !== null,
    queryFn: () => (model === null ? null : readLanguage(model)),
    staleTime: Infinity,
  });
  if (modelId === undefined || site.isPending || (model !== null && language.isPending)) return undefined;
  return language.data ?? null;
}
