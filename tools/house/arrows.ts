import { importsOf, type SourceFile } from '#tools/house/sourceTree.ts';

/**
 * What each folder of src may import besides itself. Arrows point one way: no folder below imports one above.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  chain: ['protocol'],
  network: ['protocol'],
  inference: ['protocol'],
  miner: ['protocol', 'chain', 'network', 'inference'],
  coordinator: ['protocol', 'chain', 'network', 'inference'],
  web: ['protocol', 'chain', 'inference', 'miner'],
  devnet: ['protocol', 'chain', 'network', 'coordinator'],
};

/**
 * Folders of src/web that are pages. They do not import each other; nothing else in src/web but the shell
 * imports them.
 */
const PAGES = [
  'start',
  'create',
  'mine',
  'stake',
  'portfolio',
  'activity',
  'explore',
  'trust',
  'developers',
  'status',
  'faucet',
  'models',
  'coordinate',
  'docs',
  'tasks',
];
const SHELL = ['app', 'main.ts'];

function isAllowed(from: string, to: string): boolean {
  const [layer = '', room = ''] = from.split('/');
  const [otherLayer = '', otherRoom = ''] = to.split('/');
  if (layer !== otherLayer) return MAY_IMPORT[layer]?.includes(otherLayer) ?? false;
  if (layer !== 'web' || room === otherRoom || SHELL.includes(room)) return true;
  return !PAGES.includes(otherRoom) && !SHELL.includes(otherRoom);
}

const SPECIFIER = /(?:from|import)\s*\(?\s*['"`]([^'"`]+)['"`]/g;

/**
 * Imports that only tests may have: relative ones, which the rules here do not see, test helpers and tools.
 * @returns each as `src/a/file.ts → specifier`
 */
export function unruledImports(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(SPECIFIER)]
      .map(([, specifier]) => specifier!)
      .filter((specifier) => /^\.|\/testing\/|^#tools\//.test(specifier))
      .map((specifier) => `${path} → ${specifier}`),
  );
}

/**
 * Imports that point the wrong way.
 * @returns each as `src/a/file.ts → b/file.ts`
 */
export function wrongArrows(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = file.path.slice('src/'.length);
    return importsOf(file)
      .filter((to) => !isAllowed(from, to))
      .map((to) => `${file.path} → ${to}`);
  });
}
