import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { Link } from 'wouter';
import { readNodeId } from '#chain/standing.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { useNodeNames } from '#web/queries/useNodeNames.ts';

/** The query of the node that a key serves or served, which never changes once there is one. */
export const nodeIdKey = (operator: Address) => ['nodeIdOf', operator.toLowerCase()];

/**
 * A node by the key that it signs with: its name, which leads to its page. Until the chain has told that, and
 * of a key that is no node's, the address.
 */
export function NodeTag({ operator }: { operator: Address }) {
  const { client, config } = useNetwork();
  const { data: id = 0n } = useQuery({
    queryKey: nodeIdKey(operator),
    staleTime: ({ state }) => (state.data ? Infinity : 0),
    queryFn: () => readNodeId(readerOf(client), config.contracts.staking, operator),
  });
  const name = useNodeNames(id === 0n ? [] : [id]).get(id);
  if (id === 0n) return <AddressTag address={operator} />;
  return (
    <Link href={nodePath(id)} title={operator}>
      {name === undefined ? t('shell.nodeLabel.unnamed', { id }) : <bdi>{name}</bdi>}
    </Link>
  );
}
