import { cardPath } from '#web/catalogue/cardPath.ts';
import { casePath } from '#web/paths/casePath.ts';

interface MovedPage {
  /** Its old address. */
  from: string;
  /**
   * Its new one.
   * @param id the part of the address that `from` calls so
   */
  to: (id: string | undefined, query: URLSearchParams) => string;
}

/** Links to these addresses are in other people's hands. */
export const MOVED_PAGES: readonly MovedPage[] = [
  { from: '/vote', to: () => '/nodes' },
  { from: '/model', to: (_, query) => cardPath(query.get('id') ?? '') },
  { from: '/trust/cases/:id', to: (id) => casePath(id ?? null) },
];
