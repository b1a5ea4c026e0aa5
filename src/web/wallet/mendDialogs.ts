import { t } from '#web/language/translate.ts';

/** RainbowKit writes these in title case; the page writes sentences. */
const WORDS = new Map([
  ['A Home for your Digital Assets', 'A home for your digital assets'],
  ['A New Way to Log In', 'A new way to log in'],
  ['Browser Extension', 'Browser extension'],
  ['Connect a Wallet', 'Connect a wallet'],
  ['GET', 'Get'],
  ['Get a Wallet', 'Get a wallet'],
  ['INSTALL', 'Install'],
  ['Learn More', 'Learn more'],
  ['Mobile Wallet', 'Mobile wallet'],
  ['OPEN', 'Open'],
  ['RETRY', 'Retry'],
  ['Switch Networks', 'Switch networks'],
  ['What is a Wallet?', 'What is a wallet?'],
]);

/**
 * RainbowKit gives its icons the role of a picture without a name. Beside each stands what it shows, so
 * screen readers may pass it over. Some of its dialogs are named after an element that they do not have.
 */
function mend(): void {
  for (const icon of document.querySelectorAll('[data-rk] [role="img"]:not([aria-label], [aria-hidden])'))
    icon.setAttribute('aria-hidden', 'true');
  for (const dialog of document.querySelectorAll('[data-rk][role="dialog"]:not([aria-label])')) {
    const title = document.getElementById(dialog.getAttribute('aria-labelledby') ?? '');
    if (title === null) dialog.setAttribute('aria-label', t('shell.wallet.dialog'));
    const texts = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      text.nodeValue = WORDS.get(text.nodeValue ?? '') ?? text.nodeValue;
    }
  }
}

/** Mends RainbowKit's dialogs whenever they change. @returns stops doing so */
export function mendDialogs(): () => void {
  const watch = new MutationObserver(mend);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => watch.disconnect();
}
