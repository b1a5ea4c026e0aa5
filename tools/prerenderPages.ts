import { createServer, type Plugin, type Rollup } from 'vite';
import { readMessageFiles } from '#tools/language/messageFiles.ts';
import { messageAsset, messageModules } from '#tools/language/messageModules.ts';
import { SCRIPTS_META } from '#web/app/loadInParts.ts';
import { MESSAGES_META } from '#web/app/preloadMessages.ts';
import type { Prerendered } from '#web/app/prerender.tsx';

/**
 * Where the dApp will be found, e.g. https://cuckoo.example: most readers of shared links take no picture
 * from an address without a host.
 */
const SITE_URL = process.env.SITE_URL ?? '';

/** What index.html has for a browser without scripts, in English. */
const NO_SCRIPT = /<noscript>.*<\/noscript>/;

/**
 * Writes one HTML file for each page, with its heading and navigation in it, so that a visitor reads them
 * before any script has come: index.html, mine/index.html and so on, nodes/other.html for all other addresses
 * in a folder, and other.html for the rest. They are in English; beside them index.ar.html and so on are in
 * the other languages, for a server that sends each reader the right one (src/devnet/webServer.ts).
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
        const noScript = NO_SCRIPT.exec(template)?.[0];
        if (noScript === undefined)
          throw new Error('The built index.html has nothing for browsers without scripts.');
        for (const page of await prerender()) {
          const { file, language, direction, title, component, units, html } = page;
          const head = `${links(bundle, component, template)}${messageLists(bundle, units)}`;
          const source = template
            .replace(STYLE_LINKS, '')
            .replace('<html lang="en">', `<html lang="${language}" dir="${direction}">`)
            .replace(noScript, () => `<noscript>${page.noScript}</noscript>`)
            .replace('</head>', () => `${head}</head>`)
            .replace('<title>Cuckoo</title>', () => `<title>${title}</title>`)
            .replace('"og:title" content="Cuckoo"', () => `"og:title" content="${title}"`)
            .replace('"og:image" content="', (start) => `${start}${SITE_URL}`)
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

/** Links to the style sheets of what all pages have. */
const STYLE_LINKS = / *<link rel="stylesheet"[^>]* href="\/([^"]+)">\n/g;

/**
 * What a page looks like, so that it is painted before anything else has come, and the addresses of its
 * scripts, each after those that it imports: in this order they run, one in a task
 * (src/web/app/loadInParts.ts).
 * @param component source of the page's component
 * @param template HTML that names what all pages load
 */
function links(bundle: Rollup.OutputBundle, component: string | undefined, template: string): string {
  const styles = new Set([...template.matchAll(STYLE_LINKS)].map(([, file]) => file!));
  const scripts = new Set<string>();
  const add = (file: string, from: readonly string[] = []): void => {
    const chunk = bundle[file];
    const path = [...from, file];
    if (from.includes(file)) throw new Error(`Built files import each other: ${path.join(' → ')}.`);
    if (scripts.has(file) || template.includes(file) || chunk?.type !== 'chunk') return;
    for (const each of chunk.imports) add(each, path);
    scripts.add(file);
    for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
  };
  add(scriptOf(bundle, APP));
  if (component !== undefined) add(scriptOf(bundle, component));
  const addresses = [...scripts].map((file) => `/${file}`).join(' ');
  return `  ${inlined(bundle, [...styles])}\n    <meta name="${SCRIPTS_META}" content="${addresses}">\n  `;
}

/** The style sheets' text. Vite would load them again with the scripts, did no link name them. */
function inlined(bundle: Rollup.OutputBundle, styles: readonly string[]): string {
  const texts = styles.map((file) => {
    const sheet = bundle[file];
    if (sheet?.type === 'asset') return String(sheet.source).trim();
    throw new Error(`The build has no style sheet ${file}.`);
  });
  const named = styles.map((file) => `<link rel="stylesheet" disabled href="/${file}">`);
  return [`<style nonce="CSP_NONCE">${texts.join('\n')}</style>`, ...named].join('\n    ');
}

/** The built script that has a source file in it. */
function scriptOf(bundle: Rollup.OutputBundle, source: string): string {
  const scripts = Object.values(bundle).filter(
    (file) => file.type === 'chunk' && file.moduleIds.some((id) => id.endsWith(`/${source}`)),
  );
  if (scripts.length === 1) return scripts[0]!.fileName;
  throw new Error(`The build has ${scripts.length} scripts of ${source}, not one.`);
}

/** For each language a list of the files with what the page says (src/web/app/preloadMessages.ts). */
function messageLists(bundle: Rollup.OutputBundle, units: readonly string[]): string {
  return [...readMessageFiles().keys()]
    .map((tag) => {
      const names = units.map((unit) => messageAsset(tag, unit));
      const found = Object.values(bundle).filter(
        (file) => file.type === 'asset' && file.names.some((name) => names.includes(name)),
      );
      if (found.length !== units.length)
        throw new Error(`The build lacks messages of ${units.join(', ')} in ${tag}.`);
      const files = found.map(({ fileName }) => `/${fileName}`).join(' ');
      return `  <meta name="${MESSAGES_META}" lang="${tag}" content="${files}">\n  `;
    })
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
