import { exactAmount } from '#web/money/amount.ts';

/** The page of a node. */
export const nodePath = (id: bigint): string => `/nodes/${id}`;

/** The page on which its owner looks after it. */
export const ownNodePath = (id: bigint): string => `/mine/node?id=${id}`;

const VOTE = 'vote';

/** The page of a node with the form of a vote open. @param wei of CAI; undefined for a closed form */
export const votePath = (id: bigint, wei: bigint | undefined): string =>
  wei === undefined ? nodePath(id) : `${nodePath(id)}?${VOTE}=${exactAmount(wei)}`;

/** The amount of CAI, as text, with which `votePath` opens the form; undefined for none. */
export function plannedVote(params: URLSearchParams): string | undefined {
  const amount = params.get(VOTE) ?? '';
  return /^\d{1,12}(\.\d{1,18})?$/.test(amount) ? amount : undefined;
}
