import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepFocusOver } from '#web/action/keepFocusOver.ts';
import { App } from '#web/app/App.tsx';
import { networkQuery, queries } from '#web/app/networkQuery.ts';
import { chooseLanguage, keptLanguage } from '#web/language/chooseLanguage.ts';
import { loadMessages, setLanguage } from '#web/language/current.ts';
import { writeLanguageCookie } from '#web/language/languageCookie.ts';
import { keepOffline } from '#web/offline/keepOffline.ts';
import { noteMissingParts } from '#web/offline/missingPart.ts';
import { nextTask } from '#web/time/nextTask.ts';

/** Shows the dApp in place of what the page's HTML has of it. */
export async function openApp(root: HTMLElement): Promise<void> {
  noteMissingParts();
  const chosen = keptLanguage.read();
  if (chosen !== undefined) writeLanguageCookie(chosen);
  await setLanguage(chooseLanguage(chosen, navigator.languages));
  // A failure is kept, and the app shows it.
  await Promise.all([loadMessages('shell'), queries.prefetchQuery(networkQuery)]);
  await nextTask();
  keepFocusOver(root, () =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  void keepOffline();
}
