import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import compile from 'icu-minify/compile';
import type { Plugin } from 'vite';
import { MESSAGES_FOLDER, type MessageFile, readMessageFiles, unitOf } from '#tools/language/messageFiles.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MODULE = 'virtual:messages';
/** Rollup's mark of a module that is no file. */
const VIRTUAL = '\0';

type CompiledMessages = Record<string, ReturnType<typeof compile>>;

/** A module of the pages, which names messages by their keys. */
const PAGE_MODULE = /\/src\/web\/.*\.tsx?$/;
const QUOTED_KEY = /(["'`])([a-z]+\.\w+\.\w+)\1/g;
/** The fixed beginning of keys that a page puts together, such as `mine.refusal.${code}`. */
const COMPOSED = /`([a-z]+\.\w+\.)\$\{/g;

function composedBeginnings(): string[] {
  const files = readdirSync(resolve(ROOT, 'src/web'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(resolve(ROOT, 'src/web', file), 'utf8'))
    .flatMap((source) => [...source.matchAll(COMPOSED)].map(([, beginning]) => beginning!));
}

/**
 * Short names of the messages in a build: their keys would be a tenth of the script of a page. Keys that a
 * page puts together stay as they are.
 */
function shortNames(keys: readonly string[], composed = composedBeginnings()): Map<string, string> {
  const isComposed = (key: string) => composed.some((beginning) => key.startsWith(beginning));
  return new Map(
    [...keys].sort().map((key, place) => [key, isComposed(key) ? key : `~${place.toString(36)}`]),
  );
}

/** The name of a unit's file in the build, before its hash. */
export const messageAsset = (tag: string, unit: string): string => `${tag}-${unit}.json`;

/**
 * Makes the module `virtual:messages` of the languages' files: it knows the languages and loads, for a page,
 * no more than its units in one language. Messages are compiled here, so that the page brings no parser. In a
 * build each unit is a JSON file, elsewhere a module.
 */
export function messageModules(): Plugin {
  let isBuild = false;
  let names = new Map<string, string>();
  return {
    name: 'message-modules',
    configResolved({ command }) {
      isBuild = command === 'build';
      if (isBuild) names = shortNames(Object.keys(readMessageFiles(ROOT).get('en')!.messages));
    },
    transform(code, id) {
      if (!isBuild || !PAGE_MODULE.test(id)) return undefined;
      const shortened = code.replaceAll(QUOTED_KEY, (whole, quote: string, key: string) => {
        const name = names.get(key);
        return name === undefined ? whole : quote + name + quote;
      });
      return { code: shortened, map: null };
    },
    resolveId: (id) => (id === MODULE || id.startsWith(`${MODULE}/`) ? VIRTUAL + id : undefined),
    load(id) {
      if (!id.startsWith(VIRTUAL + MODULE)) return undefined;
      const files = readMessageFiles(ROOT);
      for (const tag of files.keys()) this.addWatchFile(resolve(ROOT, MESSAGES_FOLDER, `${tag}.json`));
      if (id === VIRTUAL + MODULE) {
        return indexModule(files, (tag, unit) => {
          if (!isBuild) return `import('${MODULE}/${tag}/${unit}')`;
          const compiled = Object.entries(compiledUnit(files.get(tag)!, unit));
          const named = compiled.map(([key, message]) => [names.get(key) ?? key, message]);
          const source = JSON.stringify(Object.fromEntries(named));
          const file = this.emitFile({ type: 'asset', name: messageAsset(tag, unit), source });
          return `fetchJson(import.meta.ROLLUP_FILE_URL_${file})`;
        });
      }
      const [tag = '', unit = ''] = id.slice(`${VIRTUAL}${MODULE}/`.length).split('/');
      return `export default ${JSON.stringify(compiledUnit(files.get(tag)!, unit))};`;
    },
  };
}

const FETCH = `async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(\`\${url}: the server answered \${response.status}.\`);
  return { default: await response.json() };
}`;

function indexModule(
  files: ReadonlyMap<string, MessageFile>,
  load: (tag: string, unit: string) => string,
): string {
  const headers = Object.fromEntries([...files].map(([tag, { language }]) => [tag, language]));
  const loaders = [...files].map(([tag, { messages }]) => {
    const units = [...new Set(Object.keys(messages).map(unitOf))];
    const lines = units.map((unit) => `${JSON.stringify(unit)}: () => ${load(tag, unit)}`);
    return `${JSON.stringify(tag)}: { ${lines.join(', ')} }`;
  });
  return [
    `export const languages = ${JSON.stringify(headers)};`,
    `export const loaders = { ${loaders.join(', ')} };`,
    FETCH,
  ].join('\n');
}

const compiledUnit = ({ messages }: MessageFile, unit: string): CompiledMessages =>
  Object.fromEntries(
    Object.entries(messages)
      .filter(([key]) => unitOf(key) === unit)
      .map(([key, message]) => [key, compile(message)]),
  );
