/** A node by the name that it announces, with its id, as names need not be unique: `node “Ann’s tab” (3)`. */
export const nodeLabel = (id: bigint, name: string | undefined): string =>
  name === undefined ? `node ${id}` : `node “${name}” (${id})`;
