import { useEffect, useState } from 'react';
import { parseConsentLine } from '#protocol/signed/consentLine.ts';
import { type Draft, EMPTY_DRAFT, keptDraft } from '#web/coordinate/setup/draft.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** The draft, with the consent of the link that the page was opened by. */
function openDraft(kept: Draft | undefined): Draft {
  const draft = kept ?? EMPTY_DRAFT;
  const { hash } = window.location;
  return parseConsentLine(hash) === undefined ? draft : { ...draft, consent: hash.slice(1) };
}

/** What was typed before the registration, kept in this browser. */
export function useDraft(): [Draft, (change: Partial<Draft>) => void] {
  const kept = keptDraft(useNetwork().config);
  const [draft, setDraft] = useState(() => openDraft(kept.read()));
  useEffect(() => kept.write(draft));
  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}
