/**
 * Draws the dApp's icons and the picture of a shared link from public/cuckoo.svg:
 *   npm run icons
 * It needs a Chromium.
 */
import { readFile } from 'node:fs/promises';
import { chromium, type Page } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';

const PAPER = '#f4efe3';
const INK = '#16382c';
const MARK = await readFile('public/cuckoo.svg', 'utf8');

interface Picture {
  file: string;
  width: number;
  height: number;
  /** Of the mark, as a share of the height. Launchers cut up to a fifth off each side of a maskable icon. */
  mark: number;
  background?: string;
  text?: string;
}

const PICTURES: readonly Picture[] = [
  { file: 'icon-192.png', width: 192, height: 192, mark: 1 },
  { file: 'icon-512.png', width: 512, height: 512, mark: 1 },
  { file: 'icon-maskable-512.png', width: 512, height: 512, mark: 0.6, background: PAPER },
  { file: 'apple-touch-icon.png', width: 180, height: 180, mark: 0.76, background: PAPER },
  {
    ...{ file: 'share.png', width: 1_200, height: 630, mark: 0.6, background: PAPER },
    text: '<h1>Cuckoo</h1><p>Images and text made by the GPUs of browser tabs</p>',
  },
];

async function draw(page: Page, { file, width, height, mark, background, text }: Picture): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.setContent(`<style>
    @font-face { font-family: Fraunces; font-weight: 100 900; src: url(data:font/woff2;base64,${FONT}) }
    h1 { font: 700 130px Fraunces } p { font: 44px/1.3 Fraunces } h1, p { margin: 0 } div { max-width: 600px } svg { height: ${100 * mark}vh; flex: none }
    body { margin: 0; height: 100vh; display: flex; gap: 60px; align-items: center; justify-content: center;
      color: ${INK}; background: ${background ?? 'transparent'} }
  </style>${MARK}${text === undefined ? '' : `<div>${text}</div>`}`);
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `public/${file}`, omitBackground: background === undefined });
  console.log(`public/${file}`);
}

const FONT = await readFile(
  'node_modules/@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2',
  'base64',
);
const browser = await chromium.launch(launchOptions());
try {
  const page = await browser.newPage();
  for (const picture of PICTURES) await draw(page, picture);
} finally {
  await browser.close();
}
