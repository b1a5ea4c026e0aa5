import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { figuresOf } from '#tools/trust/audits/figures.ts';
import { RAW_DATA, readTrials } from '#tools/trust/audits/rawData.ts';

const MODULE = 'virtual:audit-figures';
/** Rollup's mark of a module that is no file. */
const VIRTUAL = '\0';
const FILE = resolve(import.meta.dirname, '../..', RAW_DATA);

/** Makes the module `virtual:audit-figures` of the committed measurements, which are too many for a page. */
export function auditFigures(): Plugin {
  return {
    name: 'audit-figures',
    resolveId: (id) => (id === MODULE ? VIRTUAL + id : undefined),
    load(id) {
      if (id !== VIRTUAL + MODULE) return undefined;
      this.addWatchFile(FILE);
      return `export default ${JSON.stringify(figuresOf(readTrials(FILE)))};`;
    },
  };
}
