import { t } from '#web/language/translate.ts';

/** The browser tab's title: the page's, or what its miner does, which people see from another tab. */
let page = '';
let mining: () => string | undefined = () => undefined;

const show = (): void => {
  document.title = t('shell.pageTitle.title', { title: mining() ?? page });
};

let listener: (title: string) => void = () => undefined;

export function setPageTitle(title: string): void {
  page = title;
  show();
  listener(title);
}

/** @param hear gets each title of a page, whatever the miner does. @returns stops it */
export function onPageTitle(hear: (title: string) => void): () => void {
  listener = hear;
  return () => {
    if (listener === hear) listener = () => undefined;
  };
}

/**
 * Shows the miner's state in place of the page's title.
 * @param title read again whenever the page changes, so that it is in the page's language; undefined while
 * the tab does not mine
 */
export function setMiningTitle(title: () => string | undefined): void {
  mining = title;
  show();
}
