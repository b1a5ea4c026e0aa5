import { useNodes } from '#web/queries/useNodes.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';

/** The names that nodes announce, retired ones included, by id; one that announces none has no entry. */
export function useNodeNames(ids: readonly bigint[]): ReadonlyMap<bigint, string> {
  const { byId } = useNodeInfos(useNodes(ids));
  return new Map([...byId].map(([id, { name }]) => [id, name]));
}
