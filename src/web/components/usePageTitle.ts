import { useEffect } from 'react';
import { setPageTitle } from '#web/mining/tabTitle.ts';

export function usePageTitle(title: string): void {
  useEffect(() => setPageTitle(title), [title]);
}
