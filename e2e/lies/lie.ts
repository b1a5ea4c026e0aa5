/** Lies of a coordinator, each a module of this folder. */
export type Lie = 'unfairDraw' | 'falseAudit' | 'blindAudit';

/**
 * The environment in which a coordinator's process loads a lie before its own code. The rest of it is what
 * every operator runs.
 */
export function lying(lie: Lie): Record<string, string> {
  const { NODE_OPTIONS = '' } = process.env;
  const tell = new URL('tell.mjs', import.meta.url);
  return { LIE: lie, NODE_OPTIONS: `${NODE_OPTIONS} --import tsx --import ${tell}`.trim() };
}
