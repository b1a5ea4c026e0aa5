import { createServer, type Plugin, type Rollup } from 'vite';
import { messageAsset, messageModules } from '#tools/language/messageModules.ts';
import type { Prerendered } from '#web/app/prerender.tsx';

/**
 * Writes one HTML file for each page, with its heading and navigation in it, so that a visitor reads them
 * before any script has come: index.html, mine/index.html and so on, nodes/other.html for all other addresses
 * in a folder, and other.html for the rest.
 */
export function prerenderPages(): Plugin {
  return {
    name: 'prerender-pages',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const index = bundle['index.html'];
        if (index?.type !== 'asset') throw new Error('The build has no index.html.');
        const template = String(index.source);
        for (const { file, title, component, units, html } of await prerender()) {
          const source = template
            .replace(
              '</head>',
              () => `${links(bundle, component, template)}${messagePreloads(bundle, units)}</head>`,
            )
            .replace('<title>Cuckoo</title>', () => `<title>${title}</title>`)
            .replace('<div id="root"></div>', () => `<div id="root">${html}</div>`);
          if (file === 'index.html') index.source = source;
          else this.emitFile({ type: 'asset', fileName: file, source });
        }
      },
    },
  };
}

/** What shows the app, whichever page it is. */
const APP = 'src/web/app/openApp.tsx';

/**
 * Links to what a page loads, which the browser would else find one after another. The scripts come each
 * after those that it imports: in this order they run, one in a task (src/web/app/loadInParts.ts). What the
 * heading needs, style sheet and font, goes first.
 * @param component source of the page's component
 * @param template HTML that names what all pages load
 */
function links(bundle: Rollup.OutputBundle, component: string | undefined, template: string): string {
  const styles = new Set<string>();
  const scripts = new Set<string>();
  // Scripts may import each other in a circle.
  const seen = new Set<string>();
  const add = (file: string): void => {
    const chunk = bundle[file];
    if (seen.has(file) || template.includes(file) || chunk?.type !== 'chunk') return;
    seen.add(file);
    chunk.imports.forEach(add);
    scripts.add(file);
    for (const style of chunk.viteMetadata?.importedCss ?? [])
      if (!template.includes(style)) styles.add(style);
  };
  add(scriptOf(bundle, APP));
  if (component !== undefined) add(scriptOf(bundle, component));
  return [
    ...[...styles].map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
    ...[...scripts].map(
      (file) => `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${file}">`,
    ),
  ]
    .map((link) => `  ${link}\n  `)
    .join('');
}

/** The built script that has a source file in it. */
function scriptOf(bundle: Rollup.OutputBundle, source: string): string {
  const scripts = Object.values(bundle).filter(
    (file) => file.type === 'chunk' && file.moduleIds.some((id) => id.endsWith(`/${source}`)),
  );
  if (scripts.length === 1) return scripts[0]!.fileName;
  throw new Error(`The build has ${scripts.length} scripts of ${source}, not one.`);
}

/** Links to what the page says in English, the language that it is prerendered in. */
function messagePreloads(bundle: Rollup.OutputBundle, units: readonly string[]): string {
  const names = units.map((unit) => messageAsset('en', unit));
  const found = Object.values(bundle).filter(
    (file) => file.type === 'asset' && file.names.some((name) => names.includes(name)),
  );
  if (found.length !== units.length) throw new Error(`The build lacks messages of ${units.join(', ')}.`);
  return found
    .map(({ fileName }) => `  <link rel="preload" as="fetch" crossorigin href="/${fileName}">\n  `)
    .join('');
}

/** Renders the pages in Node, with React itself. */
async function prerender(): Promise<Prerendered[]> {
  const server = await createServer({
    ...{ configFile: false, logLevel: 'error', appType: 'custom', plugins: [messageModules()] },
    ...{ server: { middlewareMode: true, hmr: false, watch: null }, optimizeDeps: { noDiscovery: true } },
  });
  try {
    const { prerenderPages } = await server.ssrLoadModule('/src/web/app/prerender.tsx');
    return await (prerenderPages as () => Promise<Prerendered[]>)();
  } finally {
    await server.close();
  }
}
