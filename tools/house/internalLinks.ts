import type { SourceFile } from '#tools/house/sourceTree.ts';

/** Addresses of the site that are no pages: the coordinators' API, and files. */
const NO_PAGE = /^\/(?:v1(?:\/|$)|assets\/|models\/[^$]*\/|\*|\/)|\.\w+$/;
/** A literal that is an address: `'/mine'`, `"/mine"` or `` `/nodes/${id}` ``. */
const ADDRESS = /(['"`])(\/(?:[\w-]|\/(?=[\w$])|\$\{[^{}]*\}|[?#][^'"`]*)*)\1/g;

/** The pages' own paths, as `src/web/app/pages.ts` and the moved ones name them. */
export const pagePathsIn = (pages: string): string[] =>
  [...pages.matchAll(/page\(\s*'([^']+)'/g)].map(([, path]) => path!);

/** Whether an address is a page's, one of many included. */
const fits = (address: string, path: string): boolean =>
  address === path ||
  (path.endsWith('/:id') &&
    /^[^/]+$/.test(address.slice(path.length - 3)) &&
    address.startsWith(path.slice(0, -3)));

/**
 * Addresses in the pages' sources that no page has.
 * @param paths of all pages, as `/nodes/:id`
 * @returns each as `src/web/a/Page.tsx: /nowhere`
 */
export function deadLinks(files: readonly SourceFile[], paths: readonly string[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(ADDRESS)]
      .map(([, , address]) => address!.replace(/[?#].*$/, '').replace(/\$\{[^{}]*\}/g, ':id'))
      .filter((address) => !NO_PAGE.test(address) && !paths.some((path) => fits(address, path)))
      .map((address) => `${path}: ${address}`),
  );
}
