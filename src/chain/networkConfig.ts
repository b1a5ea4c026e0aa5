import {
  type Chain,
  createPublicClient,
  defineChain,
  fallback,
  type HttpTransportConfig,
  http,
  type PublicClient,
  type Transport,
} from 'viem';
import { z } from 'zod';
import type { offerGas } from '#chain/gasHeadroom.ts';
import { boundedFetch } from '#chain/rpc/boundedFetch.ts';
import { shortPauses } from '#chain/rpc/shortPauses.ts';
import { addressField } from '#protocol/fields.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

const rpcUrlField = z.url({ protocol: /^https?$/ });

/**
 * Which network this is: the one thing a dApp, a coordinator and a miner must agree on. The devnet writes it
 * after deploying; a public network publishes it with its dApp as /network.json.
 */
export const networkConfigSchema = z.strictObject({
  name: z.string().min(1).max(64),
  chainId: z.number().int().positive(),
  rpcUrl: rpcUrlField,
  /** More nodes of the chain. They are asked in this order when the ones before fail. */
  fallbackRpcUrls: z.array(rpcUrlField).max(8).optional(),
  /** Base of a block explorer's web pages, which has `/address/0x…` and `/tx/0x…`. */
  explorerUrl: z.url({ protocol: /^https?$/ }).optional(),
  /**
   * The dApp's project at WalletConnect (https://dashboard.reown.com), 32 hexadecimal digits, no secret. With
   * it the dApp offers wallets on phones; without it nothing of WalletConnect is loaded.
   */
  walletConnectProjectId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'It is 32 hexadecimal digits, in lower case.')
    .optional(),
  /**
   * A chain of no value on this machine: the dApp offers its built-in wallet, libp2p may use local addresses.
   */
  devnet: z.boolean(),
  /** Which blocks lotteries are drawn with: see EpochRules. `blocks` is the contract's. */
  epochs: z.strictObject({
    blocks: z.number().int().positive(),
    confirmations: z.number().int().nonnegative(),
    assignmentSeconds: z.number().int().positive(),
  }),
  contracts: z.strictObject({
    cai: addressField,
    faucet: addressField.nullable(),
    staking: addressField,
    payments: addressField,
    epochs: addressField,
    slasher: addressField,
    disputes: addressField,
    juries: addressField,
  }),
});
export type NetworkConfig = z.output<typeof networkConfigSchema>;

/**
 * What signatures are bound to: the chain's id and the contracts' addresses.
 * @example typedData(protocolDomain(identityOf(config)), RECEIPT, message);
 */
export const identityOf = ({ chainId, contracts }: NetworkConfig): NetworkIdentity => ({
  chainId,
  staking: contracts.staking,
  payments: contracts.payments,
});

/** What is needed to reach the network's chain. */
export type ChainConfig = Omit<NetworkConfig, 'contracts' | 'epochs'>;

/**
 * The network as viem and wagmi describe a chain.
 * @example createPublicClient({ chain: chainOf(config), transport: http(config.rpcUrl) });
 */
export const chainOf = (config: ChainConfig): Chain => {
  const { chainId, name, devnet, explorerUrl } = config;
  return defineChain({
    id: chainId,
    name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: rpcUrlsOf(config) } },
    ...(explorerUrl !== undefined && { blockExplorers: { default: { name: 'Explorer', url: explorerUrl } } }),
    testnet: devnet,
    prepareTransactionRequest: offerGasOnceNeeded,
  });
};

/** What estimates gas is loaded by who sends: most of those who know the chain only read it. */
const offerGasOnceNeeded: typeof offerGas = async (request, context) =>
  (await import('#chain/gasHeadroom.ts')).offerGas(request, context);

const rpcUrlsOf = ({ rpcUrl, fallbackRpcUrls = [] }: ChainConfig): string[] => [rpcUrl, ...fallbackRpcUrls];

/** How often followers poll the chain, in ms: one request a second is a light load and feels live. */
export const POLLING_INTERVAL_MS = 1_000;

export type ReadClient = PublicClient<Transport, Chain>;

/**
 * The same network for each of its nodes, with that node first.
 * @example for (const each of withEachFirst(config)) console.log(each.rpcUrl);
 */
export function withEachFirst(config: NetworkConfig): NetworkConfig[] {
  const urls = rpcUrlsOf(config);
  return urls.map((rpcUrl, place) => ({
    ...config,
    rpcUrl,
    fallbackRpcUrls: [...urls.slice(place + 1), ...urls.slice(0, place)],
  }));
}

/** A node that does not answer within this time, in ms, is passed over. */
const TIMEOUT_MS = 10_000;

/**
 * The network's nodes: the first one that answers is used.
 * @param retryCount how often a failed request is repeated; without repeating, the caller sees the pause that
 *   a node asks for
 * @param options.batch what is asked at once goes in one request of at most so many
 * @example createConfig({ chains: [chain], transports: { [chain.id]: transportOf(network) } });
 */
export const transportOf = (
  config: ChainConfig,
  retryCount = 3,
  options: Pick<HttpTransportConfig, 'batch'> = {},
): Transport =>
  fallback(
    rpcUrlsOf(config).map((url) =>
      http(url, {
        ...{ ...options, timeout: TIMEOUT_MS },
        // It bounds what it hands on itself.
        ...{ maxResponseBodySize: false, fetchFn: retryCount > 0 ? shortPauses : boundedFetch },
      }),
    ),
    { retryCount },
  );

/**
 * A client that only reads the network's chain.
 * @param retryCount how often a failed request is repeated
 * @example const miners = await readRoster(readClientOf(config), config.contracts.staking, 'miner');
 */
export const readClientOf = (config: ChainConfig, retryCount?: number): ReadClient =>
  createPublicClient({
    chain: chainOf(config),
    transport: transportOf(config, retryCount),
    pollingInterval: POLLING_INTERVAL_MS,
    cacheTime: 0,
  });
