import { accessSync, constants } from 'node:fs';
import { chromium } from 'playwright-core';

/** Where distributions and vendors install Chromium or Chrome. */
const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a Chromium or Chrome: `CHROMIUM_PATH`, an installed one, or Playwright's own download; else
 * undefined.
 */
export function findBrowser(): string | undefined {
  const candidates = [process.env.CHROMIUM_PATH ?? '', ...USUAL_PATHS, chromium.executablePath()];
  return candidates.find((path) => path !== '' && isExecutable(path));
}

/** Playwright's launch options: the browser found, or Playwright's default without one; `browserFlags`. */
export function launchOptions(): { args: string[]; executablePath?: string } {
  const executablePath = findBrowser();
  return { args: browserFlags(), ...(executablePath === undefined ? {} : { executablePath }) };
}

/**
 * What headless Chromium needs for WebGPU, and what keeps it quiet. `--enable-unsafe-webgpu` gives an adapter
 * where there is no GPU (SwiftShader); the sandbox does not start for root. `CHROMIUM_FLAGS` adds to them:
 * `docs/engine.md` says what a headless browser needs before it uses a GPU on Linux.
 */
export function browserFlags(): string[] {
  return [
    '--enable-unsafe-webgpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(process.env.CHROMIUM_FLAGS ?? '').split(' ').filter((flag) => flag !== ''),
  ];
}
