import '#web/design/tokens.css';
import '#web/design/base.css';
import '#web/design/controls.css';
import '#web/design/layout.css';
import '#web/design/header.css';
import '#web/design/pieces.css';
import '#web/design/dialog.css';
import '#web/design/choices.css';
import '#web/design/clock.css';
import '#web/design/forcedColors.css';
import { firstPaint } from '#web/app/firstPaint.ts';
import { loadInParts, preloadScripts } from '#web/app/loadInParts.ts';
import { preloadMessages } from '#web/app/preloadMessages.ts';
import { warmIntl } from '#web/language/warmIntl.ts';
import { restoreTheme } from '#web/theme/theme.ts';

/** The page's HTML has its heading and the navigation. They are shown before the app's scripts run. */
async function start(root: HTMLElement): Promise<void> {
  restoreTheme(document);
  // The development server's page is empty.
  if (root.hasChildNodes()) await firstPaint(document);
  preloadMessages(document, () => localStorage, navigator.languages);
  const scripts = preloadScripts(document);
  warmIntl();
  await loadInParts(scripts);
  const { openApp } = await import('#web/app/openApp.tsx');
  await openApp(root);
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
void start(root);
