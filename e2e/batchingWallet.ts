import { execFileSync } from 'node:child_process';
import {
  type Address,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  numberToHex,
  parseAbi,
  publicActions,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { chainOf, readClientOf } from '#chain/networkConfig.ts';
import type { Devnet } from '#devnet/devnet.ts';

/** Does calls one after the other, all or none, for the account that has taken its code (EIP-7702). */
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
contract BatchingAccount {
  struct Call { address to; bytes data; }
  function run(Call[] calldata calls) external {
    require(msg.sender == address(this));
    for (uint256 i; i < calls.length; ++i) {
      (bool ok, bytes memory answer) = calls[i].to.call(calls[i].data);
      if (!ok) assembly { revert(add(answer, 32), mload(answer)) }
    }
  }
}`;
const abi = parseAbi(['function run((address to, bytes data)[] calls)']);

function compiled(): Hex {
  const input = JSON.stringify({
    language: 'Solidity',
    sources: { 'BatchingAccount.sol': { content: SOURCE } },
    settings: { outputSelection: { '*': { '*': ['evm.bytecode.object'] } } },
  });
  const output = execFileSync(process.execPath, ['tools/solc.mjs', '--standard-json'], { input });
  const { contracts } = JSON.parse(output.toString());
  return `0x${contracts['BatchingAccount.sol'].BatchingAccount.evm.bytecode.object}`;
}

interface Request {
  method: string;
  params?: unknown[];
}
interface Batch {
  atomicRequired: boolean;
  chainId: Hex;
  from: Address;
  calls: { to: Address; data: Hex }[];
}

/**
 * Teaches a wallet EIP-5792: its account becomes a smart one that does several calls in one transaction.
 * @param wallet whose requests are answered here first
 * @returns the batches that it was asked for, in order, each to be approved or declined
 */
export async function teachBatching(
  devnet: Devnet,
  key: Hex,
  wallet: { request(request: Request): Promise<unknown> },
) {
  const { config } = devnet.chain;
  const account = privateKeyToAccount(key);
  const client = createWalletClient({
    ...{ account, chain: chainOf(config), transport: http(config.rpcUrl) },
  }).extend(publicActions);
  const deployed = await client.deployContract({ abi, bytecode: compiled() });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash: deployed });

  const batches: (Batch & { approve(): Promise<void>; decline(): void })[] = [];
  const hashes: Hex[] = [];

  function sendCalls(batch: Batch): Promise<{ id: Hex }> {
    return new Promise((resolve, reject) => {
      batches.push({
        ...batch,
        async approve() {
          const authorization = await client.signAuthorization({
            contractAddress: contractAddress!,
            executor: 'self',
          });
          const hash = await client.sendTransaction({
            to: account.address,
            data: encodeFunctionData({ abi, functionName: 'run', args: [batch.calls] }),
            authorizationList: [authorization],
          });
          hashes.push(hash);
          resolve({ id: numberToHex(hashes.length) });
        },
        decline: () => reject(new Error('The user rejected the request.')),
      });
    });
  }

  async function callsStatus(id: Hex): Promise<object> {
    const hash = hashes[Number(id) - 1]!;
    const receipt = await readClientOf(config).request({
      method: 'eth_getTransactionReceipt',
      params: [hash],
    });
    const status = receipt === null ? 100 : receipt.status === '0x1' ? 200 : 500;
    return {
      ...{ version: '2.0.0', id, chainId: numberToHex(config.chainId), atomic: true, status },
      ...(receipt !== null && { receipts: [receipt] }),
    };
  }

  const others = wallet.request.bind(wallet);
  wallet.request = async (request) => {
    const [first] = request.params ?? [];
    switch (request.method) {
      case 'wallet_getCapabilities':
        return { [numberToHex(config.chainId)]: { atomic: { status: 'supported' } } };
      case 'wallet_sendCalls':
        return sendCalls(first as Batch);
      case 'wallet_getCallsStatus':
        return callsStatus(first as Hex);
      default:
        return others(request);
    }
  };
  return { address: account.address, batches };
}
