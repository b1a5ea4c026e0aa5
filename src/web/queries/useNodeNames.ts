import { useNodes } from '#web/queries/useNodes.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';

/** A letter, digit or sign: a node may announce a name of blanks and marks alone, which nobody would see. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * The names that nodes announce, retired ones included, by id; one that announces none, or none to be seen,
 * has no entry.
 */
export function useNodeNames(ids: readonly bigint[]): ReadonlyMap<bigint, string> {
  const { byId } = useNodeInfos(useNodes(ids));
  return new Map([...byId].flatMap(([id, { name }]) => (VISIBLE.test(name) ? [[id, name]] : [])));
}
