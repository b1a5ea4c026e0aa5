import {
  type Address,
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  http,
  isHex,
  type LocalAccount,
  numberToHex,
  ProviderRpcError,
  type TypedDataDefinition,
} from 'viem';
import { type ChainConfig, chainOf } from '#chain/networkConfig.ts';

/** EIP-1193 codes. */
const UNAUTHORIZED = 4100;
const UNSUPPORTED = 4200;
const UNKNOWN_CHAIN = 4902;
/** JSON-RPC: the parameters are not what the method takes. */
const INVALID_PARAMS = -32602;

class DevnetWalletError extends ProviderRpcError {
  constructor(code: number, message: string) {
    super(new Error(message), { code: code as 4100, shortMessage: message });
  }
}

interface TransactionFields {
  to?: Address;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

/**
 * A wallet of one local account as an EIP-1193 provider: signs here, sends raw transactions to the network's
 * node.
 */
export function createDevnetProvider(
  network: ChainConfig,
  account: LocalAccount,
): { request: EIP1193RequestFn } {
  const chain = chainOf(network);
  const wallet = createWalletClient({ account, chain, transport: http(network.rpcUrl) });

  const requireOwn = (address: unknown) => {
    if (typeof address !== 'string' || address.toLowerCase() !== account.address.toLowerCase()) {
      throw new DevnetWalletError(UNAUTHORIZED, 'The devnet wallet has only one account.');
    }
  };

  async function request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    const [first, second] = Array.isArray(params) ? (params as unknown[]) : [];
    switch (method) {
      case 'eth_accounts':
      case 'eth_requestAccounts':
        return [account.address];
      case 'eth_chainId':
        return numberToHex(chain.id);
      case 'wallet_switchEthereumChain':
        if ((first as { chainId?: unknown } | undefined)?.chainId === numberToHex(chain.id)) return null;
        throw new DevnetWalletError(UNKNOWN_CHAIN, 'The devnet wallet works only on its own devnet.');
      case 'eth_sendTransaction': {
        const transaction = first as TransactionFields & { from?: unknown };
        requireOwn(transaction.from);
        return sendTransaction(transaction);
      }
      case 'personal_sign':
        requireOwn(second);
        if (!isHex(first))
          throw new DevnetWalletError(INVALID_PARAMS, 'personal_sign takes a hexadecimal message.');
        return account.signMessage({ message: { raw: first } });
      case 'eth_signTypedData_v4': {
        requireOwn(first);
        if (typeof second !== 'string')
          throw new DevnetWalletError(INVALID_PARAMS, 'Typed data must be JSON text.');
        return account.signTypedData(JSON.parse(second) as TypedDataDefinition);
      }
      default:
        if (/^(eth|net|web3)_/.test(method) && !/sign|account/i.test(method)) {
          return wallet.request({ method, params } as Parameters<typeof wallet.request>[0]);
        }
        throw new DevnetWalletError(UNSUPPORTED, `The devnet wallet has no method ${method}.`);
    }
  }

  function sendTransaction({ to, data, value, gas }: TransactionFields): Promise<Hex> {
    return wallet.sendTransaction({
      ...(to === undefined ? {} : { to }),
      ...(data === undefined ? {} : { data }),
      ...(value === undefined ? {} : { value: BigInt(value) }),
      ...(gas === undefined ? {} : { gas: BigInt(gas) }),
    });
  }

  return { request: request as EIP1193RequestFn };
}
