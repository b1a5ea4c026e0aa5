/** The page of a node. */
export const nodePath = (id: bigint): string => `/nodes/${id}`;
