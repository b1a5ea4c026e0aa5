import { type Hex, isHex } from 'viem';

/** Every error of a chain of causes, the outermost first; wallets nest them in several ways. */
export function* causes(error: unknown): Generator<object> {
  const seen = new Set<unknown>();
  let next = error;
  while (typeof next === 'object' && next !== null && !seen.has(next)) {
    seen.add(next);
    yield next;
    next = 'cause' in next ? next.cause : undefined;
  }
}

/** The revert data of a call, wherever the node or the wallet put it. */
export function revertDataOf(error: unknown): Hex | undefined {
  for (const cause of causes(error)) {
    const data = 'data' in cause ? cause.data : undefined;
    const inner = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
    if (isHex(inner) && inner.length >= 10) return inner;
  }
  return undefined;
}
