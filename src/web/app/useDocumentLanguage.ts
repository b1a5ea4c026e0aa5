import { useLayoutEffect } from 'react';
import { isRightToLeft, useLanguage } from '#web/language/current.ts';

/** Tells the browser which language the page is in, and from which side it is read. */
export function useDocumentLanguage(): void {
  const language = useLanguage();
  useLayoutEffect(() => {
    const { documentElement } = document;
    documentElement.lang = language;
    documentElement.dir = isRightToLeft() ? 'rtl' : 'ltr';
  }, [language]);
}
