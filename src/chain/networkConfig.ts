import { type Chain, createPublicClient, defineChain, http, type PublicClient, type Transport } from 'viem';
import { z } from 'zod';
import { offerGas } from '#chain/gasHeadroom.ts';
import { addressField } from '#protocol/fields.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * Which network this is: the one thing a dApp, a coordinator and a miner must agree on. The devnet writes it
 * after deploying; a public network publishes it with its dApp as /network.json.
 */
export const networkConfigSchema = z.strictObject({
  name: z.string().min(1).max(64),
  chainId: z.number().int().positive(),
  rpcUrl: z.url({ protocol: /^https?$/ }),
  /**
   * A chain of no value on this machine: the dApp offers its built-in wallet, libp2p may use local addresses.
   */
  devnet: z.boolean(),
  contracts: z.strictObject({
    cai: addressField,
    faucet: addressField.nullable(),
    staking: addressField,
    payments: addressField,
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

/**
 * The network as viem and wagmi describe a chain.
 * @example createPublicClient({ chain: chainOf(config), transport: http(config.rpcUrl) });
 */
export const chainOf = ({ chainId, name, rpcUrl, devnet }: Omit<NetworkConfig, 'contracts'>): Chain =>
  defineChain({
    id: chainId,
    name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    testnet: devnet,
    prepareTransactionRequest: offerGas,
  });

/** How often followers poll the chain, in ms: one request a second is a light load and feels live. */
export const POLLING_INTERVAL_MS = 1_000;

export type ReadClient = PublicClient<Transport, Chain>;

/**
 * A client that only reads the network's chain.
 * @example const roster = await readRosterAt(readClientOf(config), config.contracts.staking);
 */
export const readClientOf = (config: NetworkConfig): ReadClient =>
  createPublicClient({
    chain: chainOf(config),
    transport: http(config.rpcUrl, { retryCount: 3, timeout: 10_000 }),
    pollingInterval: POLLING_INTERVAL_MS,
    cacheTime: 0,
  });
