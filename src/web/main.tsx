import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '#web/design/tokens.css';
import '#web/design/base.css';
import '#web/design/controls.css';
import '#web/design/layout.css';
import '#web/design/header.css';
import '#web/design/pieces.css';
import '#web/design/choices.css';
import '#web/design/clock.css';
import { App } from '#web/app/App.tsx';
import { networkQuery, queries } from '#web/app/networkQuery.ts';
import { chooseLanguage, keptLanguage } from '#web/language/chooseLanguage.ts';
import { loadMessages, setLanguage } from '#web/language/current.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
// Until then the page's HTML shows its heading and the navigation. A failure is kept, and the app shows it.
await setLanguage(chooseLanguage(keptLanguage.read(), navigator.languages));
await Promise.all([loadMessages('shell'), queries.prefetchQuery(networkQuery)]);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
