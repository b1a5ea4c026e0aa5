import { useEffect } from 'react';
import { t } from '#web/language/translate.ts';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = t('shell.pageTitle.title', { title });
  }, [title]);
}
