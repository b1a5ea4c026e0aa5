import type { Plugin } from 'vite';

/** zod's writers of JSON Schema: a fifth of its script, which its schemas name and the dApp never calls. */
const WRITER = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;

/** Leaves out of the built page what zod writes JSON Schema with; a call to it would throw. */
export function noJsonSchema(): Plugin {
  return {
    name: 'no-json-schema',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: WRITER },
      handler(code) {
        const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name!);
        const refuse = "() => { throw new Error('The dApp writes no JSON Schema.'); }";
        // What makes a writer is called for every schema; the writer itself never is.
        const standIn = (name: string) => (name.startsWith('create') ? `() => ${refuse}` : refuse);
        return {
          code: names.map((name) => `export const ${name} = ${standIn(name)};`).join('\n'),
          map: null,
        };
      },
    },
  };
}
