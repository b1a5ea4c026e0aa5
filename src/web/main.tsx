import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '#web/design/tokens.css';
import '#web/design/base.css';
import '#web/design/controls.css';
import '#web/design/layout.css';
import '#web/design/pieces.css';
import '#web/design/clock.css';
import { App } from '#web/app/App.tsx';
import { preloadPage } from '#web/app/pages.ts';

preloadPage(window.location.pathname);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
