import type { RosterNode } from '#chain/roster.ts';
import { useNodeInfos, useRoster } from '#web/queries/useRoster.ts';

export interface ReachableCoordinator {
  node: RosterNode;
  name: string;
  /** Base of its HTTP API. */
  url: string;
}

/**
 * The active coordinators that announce an address, the heaviest first; undefined until the chain has
 * answered.
 */
export function useCoordinators(): {
  coordinators: ReachableCoordinator[] | undefined;
  error: Error | null;
  retry: () => void;
} {
  const roster = useRoster('coordinator');
  const active = (roster.data ?? []).filter((node) => node.active);
  const infos = useNodeInfos(active);
  const coordinators = active.flatMap((node) => {
    const info = infos.byId.get(node.id);
    return info?.url === undefined ? [] : [{ node, name: info.name, url: info.url }];
  });
  return {
    coordinators: roster.data !== undefined && infos.complete ? coordinators : undefined,
    error: roster.error,
    retry: () => void roster.refetch(),
  };
}
