import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeFunctionData, type Hex, isAddressEqual, parseTransaction } from 'viem';
import { caiAbi, juriesAbi, paymentsAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { Trap } from '#tools/trust/kills/trap.ts';

interface Request {
  method: string;
  params?: unknown[];
}

/**
 * The chain's node as a coordinator reaches it. What the coordinator sends is let through, unless the trap
 * kills the coordinator before; then nothing arrives, as when a process dies.
 */
export class RpcProxy {
  readonly #server: Server;
  readonly #contracts: NetworkConfig['contracts'];
  readonly #target: string;
  trap: Trap | undefined;

  private constructor(config: NetworkConfig) {
    this.#contracts = config.contracts;
    this.#target = config.rpcUrl;
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        (body) => response.setHeader('content-type', 'application/json').end(body),
        () => response.destroy(),
      );
    });
  }

  static async start(config: NetworkConfig): Promise<RpcProxy> {
    const proxy = new RpcProxy(config);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const asked = [JSON.parse(body) as Request | Request[]].flat();
    const steps = asked.flatMap((each) => this.#stepsOf(each));
    if (this.trap?.pass(steps, 'before')) throw new Error('Somebody died.');
    const headers = { 'content-type': 'application/json' };
    const answer = await (await fetch(this.#target, { method: 'POST', headers, body })).text();
    if (this.trap?.pass(steps, 'after')) throw new Error('Somebody died.');
    return answer;
  }

  #stepsOf({ method, params }: Request): string[] {
    if (this.trap === undefined) return [];
    if (method === 'evm_mine') return this.trap.stepsAt('block', () => true);
    if (method !== 'eth_sendRawTransaction') return [];
    const call = this.#callOf(params![0] as Hex);
    return this.trap.stepsAt(
      'transaction',
      (moment) => moment.kind === 'transaction' && moment.call === call,
    );
  }

  /** The function that a transaction calls: `approve` only where it is of deposits. */
  #callOf(serialized: Hex): string | undefined {
    const { to, data } = parseTransaction(serialized);
    const { juries, payments, cai } = this.#contracts;
    if (to == null || data === undefined) return undefined;
    if (isAddressEqual(to, juries)) return decodeFunctionData({ abi: juriesAbi, data }).functionName;
    if (isAddressEqual(to, payments)) return decodeFunctionData({ abi: paymentsAbi, data }).functionName;
    if (!isAddressEqual(to, cai)) return undefined;
    const { functionName, args } = decodeFunctionData({ abi: caiAbi, data });
    return functionName === 'approve' && isAddressEqual(args[0], juries) ? functionName : undefined;
  }
}
