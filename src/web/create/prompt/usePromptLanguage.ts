import { useQuery } from '@tanstack/react-query';
import { parsePromptSuggestions, type PromptSuggestions } from '#inference/manifest/promptSuggestions.ts';
import { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';
import type { PromptLanguage } from '#web/create/prompt/promptHelp.ts';
import { readSiteJson, useSiteModel, type SiteModel } from '#web/catalogue/siteModel.ts';

async function readLanguage({ manifest, folder }: SiteModel): Promise<PromptLanguage | null> {
  if (manifest.kind !== 'image' || manifest.tokenizer.kind !== 'words') return null;
  const { vocabulary: file, ignored } = manifest.tokenizer;
  const json = await readSiteJson(`${folder}${file}`);
  const vocabulary = new WordVocabulary(json, ignored);
  const suggestions: PromptSuggestions =
    manifest.suggestions === undefined
      ? { things: vocabulary.phrases, styles: [], colours: [], sizes: [] }
      : parsePromptSuggestions(await readSiteJson(`${folder}${manifest.suggestions}`));
  return { name: manifest.name, vocabulary, room: manifest.promptTokens, suggestions };
}

/**
 * The words of a model that knows only so many; nothing for one that takes any text, and while they are not read: the
 * prompt box works without them.
 */
export function usePromptLanguage(modelId: string | undefined): PromptLanguage | null {
  const model = useSiteModel(modelId).data ?? null;
  const language = useQuery({
    queryKey: ['prompt-language', modelId],
    enabled: model !== null,
    queryFn: () => (model === null ? null : readLanguage(model)),
    staleTime: Infinity,
  });
  return language.data ?? null;
}
