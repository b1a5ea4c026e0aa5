import { createServer, type Plugin, type Rollup } from 'vite';
import { messageAsset, messageModules } from '#tools/language/messageModules.ts';
import type { Prerendered } from '#web/app/prerender.tsx';

/**
 * Writes one HTML file for each page, with its heading and navigation in it, so that a visitor reads them
 * before any script has come: index.html, mine/index.html and so on, and other.html for all other addresses.
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
              () => `${preloads(bundle, component, template)}${messagePreloads(bundle, units)}</head>`,
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

/**
 * Links to the scripts of a page, which the browser would else find one after another.
 * @param template HTML that names the scripts of all pages
 */
function preloads(bundle: Rollup.OutputBundle, component: string | undefined, template: string): string {
  if (component === undefined) return '';
  const [page, another] = Object.values(bundle).filter(
    (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(`/${component}`) === true,
  );
  if (page?.type !== 'chunk') throw new Error(`The build has no script of ${component}.`);
  if (another !== undefined) throw new Error(`Two pages have their component in a ${component}.`);
  const files = new Set<string>();
  const add = (file: string): void => {
    const chunk = bundle[file];
    if (files.has(file) || template.includes(file) || chunk?.type !== 'chunk') return;
    files.add(file);
    chunk.imports.forEach(add);
  };
  add(page.fileName);
  return [...files].map((file) => `  <link rel="modulepreload" crossorigin href="/${file}">\n  `).join('');
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
