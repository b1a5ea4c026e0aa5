import { useSyncExternalStore } from 'react';

/** As wide as a phone or a narrow window: where the pages have one column (mine.css). */
const ONE_COLUMN = '(max-width: 53.75em)';
/** A finger instead of a mouse. */
const COARSE = '(pointer:coarse)';

const matches = (query: string): boolean => globalThis.matchMedia?.(query).matches ?? false;

export const isOneColumn = (): boolean => matches(ONE_COLUMN);

/** A phone, as far as a page can tell. A narrow window of a computer is none. */
export const isPhoneScreen = (): boolean => matches(ONE_COLUMN) && matches(COARSE);

/** A mouse, a pen or a touchpad, with which a file can be dragged onto the page. */
export const hasFinePointer = (): boolean => globalThis.matchMedia?.('(any-pointer:fine)').matches ?? true;

function subscribe(listener: () => void): () => void {
  const query = matchMedia(ONE_COLUMN);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the page has one column now. A tablet that is turned changes it. */
export const useOneColumn = (): boolean => useSyncExternalStore(subscribe, isOneColumn, () => false);
