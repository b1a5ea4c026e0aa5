import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@rainbow-me/rainbowkit/styles.css';
import '#web/design/tokens.css';
import '#web/design/base.css';
import '#web/design/controls.css';
import '#web/design/layout.css';
import '#web/design/pieces.css';
import '#web/design/clock.css';
import { App } from '#web/app/App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
