import { createPublicClient, custom, type Hex, keccak256, type PublicClient, toHex, toRlp } from 'viem';

/** What a chain's node says to calls, by the contract that is called. */
export interface CallableNode {
  /** Its newest block. */
  newest: number;
  /** The data of the answer, or of the revert. */
  answer(call: { to: string; data: Hex }): { returned: Hex } | { reverted: Hex };
}

/** A node that has all blocks up to its newest, each of a header that says its number and no more. */
export function callableNode(node: CallableNode): PublicClient {
  const blockOf = (number: Hex) => ({ number, timestamp: number, hash: keccak256(toRlp([number, number])) });
  const methods: Record<string, (params: never) => unknown> = {
    eth_getBlockByNumber: ([block]: [Hex]) => {
      const newest = toHex(node.newest);
      const isKnown = (block as string) === 'latest' || Number(block) <= node.newest;
      return isKnown ? blockOf((block as string) === 'latest' ? newest : block) : null;
    },
    eth_blockNumber: () => toHex(node.newest),
    eth_estimateGas: () => toHex(1_000_000),
    eth_call: ([call]: [{ to: string; data: Hex }]) => {
      const answer = node.answer(call);
      if ('returned' in answer) return answer.returned;
      throw Object.assign(new Error('execution reverted'), { code: 3, data: answer.reverted });
    },
  };
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    const run = methods[method];
    if (run === undefined) throw new Error(`nobody should ask for ${method}`);
    return run(params as never);
  };
  return createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
}
