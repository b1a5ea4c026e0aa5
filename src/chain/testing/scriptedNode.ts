import {
  type Address,
  decodeFunctionData,
  encodeAbiParameters,
  encodeFunctionResult,
  type Hex,
  keccak256,
  numberToHex,
  toHex,
  zeroHash,
} from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { ROLE } from '#chain/roster.ts';
import type { SimulatedBlock, SimulatedChain } from '#chain/testing/simulatedChain.ts';

export const CHAIN_ID = 4_711;

interface Call {
  method: string;
  // biome-ignore lint/suspicious/noExplicitAny: parameters differ by method
  params: any[];
}

/** An answer of the node that is a JSON-RPC error. */
class RpcFailure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const json = (body: object, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }), {
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });

export const rpcError = (code: number, message: string, init?: ResponseInit): Response =>
  json({ error: { code, message } }, init);
export const htmlPage = (): Response =>
  new Response('<html><body>Bad gateway</body></html>', { headers: { 'content-type': 'text/html' } });

/** The operator with this number. */
export const operatorOf = (number: number): Address => numberToHex(number, { size: 20 });

/** A JSON-RPC node of a simulated chain, which misbehaves as a test tells it to. */
export class ScriptedNode {
  chain: SimulatedChain;
  /** Blocks that it is behind the chain. */
  lag = 0;
  /** It has the state of this many newest blocks. */
  stateDepth = Number.POSITIVE_INFINITY;
  /** It has no block before this one. */
  firstKept = 0;
  /** It answers with the newest head of the time it was frozen. */
  frozenAt: number | undefined;
  /** Most blocks in a range of `eth_getLogs`. */
  logRange = Number.POSITIVE_INFINITY;
  knowsHashes = true;
  runsPrograms = true;
  chainId = CHAIN_ID;
  /** Answers instead of the node where it does not return undefined. */
  interfere: (call: Call, signal: AbortSignal | undefined) => Response | Promise<Response> | undefined = () =>
    undefined;
  /** The methods that were called. */
  readonly asked: string[] = [];

  constructor(chain: SimulatedChain) {
    this.chain = chain;
  }

  async answer(body: string, signal: AbortSignal | undefined): Promise<Response> {
    const call = JSON.parse(body) as Call;
    this.asked.push(call.method);
    const other = this.interfere(call, signal);
    if (other !== undefined) return other;
    try {
      return json({ result: this.#resultOf(call) });
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      return rpcError(error.code, error.message);
    }
  }

  get #head(): SimulatedBlock {
    const { number } = this.chain.head;
    const seen = Math.min(this.frozenAt ?? number, number - this.lag);
    return this.chain.at(Math.max(0, seen))!;
  }

  #resultOf({ method, params }: Call): unknown {
    switch (method) {
      case 'eth_chainId':
        return numberToHex(this.chainId);
      case 'eth_getBlockByNumber':
        return this.#blockAnswer(this.#numbered(params[0]));
      case 'eth_getLogs':
        return this.#logs(params[0]);
      case 'eth_call':
        return this.#call(params[0], this.#stateOf(params[1]));
      default:
        throw new RpcFailure(-32_601, `the method ${method} does not exist`);
    }
  }

  #numbered(tag: Hex | 'latest'): SimulatedBlock | undefined {
    if (tag === 'latest') return this.#head;
    const number = Number(tag);
    if (number > this.#head.number || number < this.firstKept) return undefined;
    return this.chain.at(number);
  }

  #blockAnswer(block: SimulatedBlock | undefined): unknown {
    if (block === undefined) return null;
    const [number, timestamp] = [numberToHex(block.number), numberToHex(block.timestamp)];
    return { number, hash: block.hash, parentHash: block.parent, timestamp, transactions: [] };
  }

  #stateOf(pin: Hex | 'latest' | { blockHash: Hex }): SimulatedBlock {
    let block: SimulatedBlock | undefined;
    if (typeof pin === 'string') {
      block = this.#numbered(pin);
    } else {
      if (!this.knowsHashes) throw new RpcFailure(-32_602, 'invalid argument 1: hex string expected');
      block = this.chain.find(pin.blockHash);
    }
    if (block === undefined || block.number > this.#head.number)
      throw new RpcFailure(-32_000, 'header not found');
    if (this.#head.number - block.number >= this.stateDepth)
      throw new RpcFailure(-32_000, 'missing trie node 8b1f (path ) state is not available');
    return block;
  }

  #call({ to, data }: { to?: Address; data: Hex }, block: SimulatedBlock): Hex {
    if (to === undefined) {
      if (!this.runsPrograms) throw new RpcFailure(-32_000, 'contract creation is not allowed');
      const print = keccak256(toHex(Object.entries(block.stakes).join()));
      return encodeAbiParameters([{ type: 'uint256' }, { type: 'bytes32' }], [BigInt(this.chainId), print]);
    }
    const { args } = decodeFunctionData({ abi: stakingAbi, data });
    const isMiners = args?.[0] === ROLE.miner;
    const nodes = Object.entries(block.stakes).map(([number, weight]) => nodeOf(Number(number), weight));
    return encodeFunctionResult({
      abi: stakingAbi,
      functionName: 'roster',
      result: [isMiners ? nodes : [], 0n],
    });
  }

  /** One event for each block that changed the stakes; none of a block that this node has not reached. */
  #logs({ fromBlock, toBlock }: { fromBlock: Hex; toBlock: Hex }): unknown[] {
    const [from, to] = [Number(fromBlock), Number(toBlock)];
    if (to - from >= this.logRange) throw new RpcFailure(-32_005, 'query returned more than 10000 results');
    const logs: unknown[] = [];
    for (let number = from; number <= Math.min(to, this.#head.number); number++) {
      const block = this.chain.at(number);
      if (block === undefined || block.stakes === this.chain.at(number - 1)?.stakes) continue;
      logs.push({ address: operatorOf(0), topics: [], data: '0x', blockNumber: numberToHex(number) });
    }
    return logs;
  }
}

function nodeOf(number: number, weight: bigint) {
  const operator = operatorOf(number);
  return {
    ...{ id: BigInt(number), owner: operator, operator, role: ROLE.miner, commissionBps: 0 },
    ...{ active: weight > 0n, retired: false, jailedUntil: 0n, weight, assets: weight, selfBond: weight },
    ...{ workingUntil: 0n, infoHash: zeroHash, infoBlock: 0n },
  };
}
