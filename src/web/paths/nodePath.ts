/** The page of a node. */
export const nodePath = (id: bigint): string => `/nodes/${id}`;

/** The page on which its owner looks after it. */
export const ownNodePath = (id: bigint): string => `/mine/node?id=${id}`;
