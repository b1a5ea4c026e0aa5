import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { keptValue } from '#web/storage/keptValue.ts';

/** Half: the starter model then draws the prompt's subject in the picture's surroundings. */
const DEFAULT_STRENGTH = 0.5;

const text = z.string().exactOptional();

/** What is typed and chosen on the Create page; its fields are texts, as they were typed. */
export const draftSchema = z.object({
  kind: z.enum(['image', 'text']),
  prompts: z.object({ image: z.string(), text: z.string() }),
  /** The chosen model of each kind. */
  models: z.object({ image: text, text }),
  /** Node id of the chosen coordinator. */
  coordinator: text,
  options: z.object({ seed: text, steps: text, guidance: text, temperature: text, maxTokens: text }),
  strength: z.number().min(0).max(1),
});
export type Draft = z.output<typeof draftSchema>;

export const NEW_DRAFT: Draft = {
  kind: 'image',
  prompts: { image: '', text: '' },
  models: {},
  options: {},
  strength: DEFAULT_STRENGTH,
};

const kept = keptValue(() => sessionStorage, 'cuckoo.draft', draftSchema);
/** A picture to start from: kept while the page is loaded, as files are too large for the storage. */
let keptPicture: Blob | null = null;

/** The next image is to start from this picture, on the Create page that is opened next. */
export function startNextFrom(picture: Blob): void {
  kept.write({ ...(kept.read() ?? NEW_DRAFT), kind: 'image' });
  keptPicture = picture;
}

/** What this tab has typed and chosen, over other pages of the dApp and reloads. */
export function useDraft() {
  const [draft, setDraft] = useState(() => kept.read() ?? NEW_DRAFT);
  const [picture, setPicture] = useState(() => keptPicture);
  useEffect(() => void kept.write(draft), [draft]);
  useEffect(() => {
    keptPicture = picture;
  }, [picture]);
  const change = useCallback(
    (part: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) =>
      setDraft((draft) => ({ ...draft, ...(typeof part === 'function' ? part(draft) : part) })),
    [],
  );
  return { draft, change, picture, setPicture };
}

export type DraftView = ReturnType<typeof useDraft>;
