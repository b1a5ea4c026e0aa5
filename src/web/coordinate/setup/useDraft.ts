import { useEffect, useState } from 'react';
import { parseConsentLine } from '#protocol/signed/consentLine.ts';
import { type Draft, EMPTY_DRAFT, keptDraft } from '#web/coordinate/setup/draft.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** The consent of the link that the page was opened by, if it was one. */
function linkedConsent(): Partial<Draft> {
  const { hash } = window.location;
  return parseConsentLine(hash) === undefined ? {} : { consent: hash.slice(1) };
}

/** What was typed before the registration, kept in this browser. */
export function useDraft(): [Draft, (change: Partial<Draft>) => void] {
  const kept = keptDraft(useNetwork().config);
  const [draft, setDraft] = useState(() => ({ ...(kept.read() ?? EMPTY_DRAFT), ...linkedConsent() }));
  const change = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }));
  useEffect(() => void kept.write(draft));
  useEffect(() => {
    // A link that is opened on the page itself changes nothing but what stands after its #.
    const take = () => {
      const linked = linkedConsent();
      if (linked.consent === undefined) return;
      setDraft((before) => ({ ...before, ...linked }));
      // Taken once: after a reload what was typed since counts.
      const { pathname, search } = window.location;
      window.history.replaceState(window.history.state, '', pathname + search);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return [draft, change];
}
