import { isReplaced, ownEntry } from '#web/offline/newVersion.ts';

/** How often the site is asked whether its new version is there, in ms: a build takes half a minute. */
const ASK_MS = 3_000;

let isPartMissing = false;

/** Notes from now on when the site has a part of this page no more, as when it was built anew meanwhile. */
export function noteMissingParts(page: Pick<Window, 'addEventListener'> = window): void {
  page.addEventListener('vite:preloadError', () => {
    isPartMissing = true;
  });
}

/** Whether the site had a part of this page no more. */
export const hasMissingPart = (): boolean => isPartMissing;

interface ReloadDeps {
  /** @throws where the site does not answer */
  isReplaced(): Promise<boolean>;
  /** A reload would interrupt that: its user is to choose when. */
  isMining(): boolean;
  reload(): void;
}

const deps = (isMining: () => boolean): ReloadDeps => ({
  isReplaced: async () => {
    const own = ownEntry();
    return own !== undefined && (await isReplaced(own));
  },
  isMining,
  reload: () => window.location.reload(),
});

/**
 * Reloads the page once the site serves another version of it. While that is being built, the site may have
 * none at all. A page of the newest version is never reloaded, so that none reloads for ever.
 * @returns ends the waiting
 */
export function reloadOnceReplaced({ isReplaced, isMining, reload }: ReloadDeps): () => void {
  const timer = setInterval(async () => {
    if (isMining()) return;
    try {
      if (await isReplaced()) {
        clearInterval(timer);
        reload();
      }
    } catch (error) {
      console.debug('asking for a new version', error);
    }
  }, ASK_MS);
  return () => clearInterval(timer);
}

/** The same, of this page. @param isMining whether this tab mines now */
export const reloadThisPageOnceReplaced = (isMining: () => boolean): (() => void) =>
  reloadOnceReplaced(deps(isMining));
