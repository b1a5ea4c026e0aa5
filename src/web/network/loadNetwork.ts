import { type Address, BaseError, ContractFunctionZeroDataError } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { type NetworkConfig, networkConfigSchema } from '#chain/networkConfig.ts';
import { CodedError } from '#protocol/codedError.ts';
import type { PageClient } from '#web/network/pageClient.ts';

export type NetworkProblem = 'NO_FILE' | 'BAD_FILE' | 'NO_CHAIN' | 'OTHER_CHAIN' | 'NOT_DEPLOYED';

/** Why the dApp cannot start. Its message is a sentence for the person in front of it. */
export class NetworkError extends CodedError<NetworkProblem> {
  override readonly name = 'NetworkError';
}

/** A small file of this page's own server, in ms. */
const FILE_TIMEOUT_MS = 10_000;

const noAnswer = (cause: unknown) =>
  new NetworkError('NO_FILE', 'This page’s server does not answer.', { cause });

async function fetchConfig(): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch('/network.json', { signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
  } catch (cause) {
    throw noAnswer(cause);
  }
  // A single-page server answers unknown paths with its index page, so the type tells, not the status.
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!response.ok || !isJson) {
    throw new NetworkError(
      'NO_FILE',
      'This page’s server has no network.json, the file that names the network.',
    );
  }
  try {
    return await response.json();
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw noAnswer(cause);
    throw new NetworkError('BAD_FILE', 'network.json is not valid JSON.', { cause });
  }
}

/** Asks for a small number: the contract's code, which would show it too, is 47 kB. */
async function isStakingAt(client: PageClient, address: Address): Promise<boolean> {
  try {
    await client.readContract({ abi: stakingAbi, address, functionName: 'nodeCount' });
    return true;
  } catch (error) {
    const nothing = (one: unknown) => one instanceof ContractFunctionZeroDataError;
    if (error instanceof BaseError && error.walk(nothing) !== null) return false;
    throw error;
  }
}

/** Reads /network.json. @throws NetworkError NO_FILE, BAD_FILE */
export async function loadNetwork(): Promise<NetworkConfig> {
  const parsed = networkConfigSchema.safeParse(await fetchConfig());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  throw new NetworkError('BAD_FILE', `network.json is wrong at ${where}: ${issue?.message ?? 'unreadable'}.`);
}

/**
 * Makes sure that the network's chain is the one that its file names, and has the contracts.
 * @throws NetworkError NO_CHAIN, OTHER_CHAIN, NOT_DEPLOYED
 */
export async function checkChain({ name, chainId, rpcUrl, contracts }: NetworkConfig, client: PageClient) {
  const [found, deployed] = await Promise.all([
    client.getChainId(),
    isStakingAt(client, contracts.staking),
  ]).catch((cause: unknown) => {
    throw new NetworkError('NO_CHAIN', `The chain of “${name}” does not answer at ${rpcUrl}.`, { cause });
  });
  if (found !== chainId) {
    throw new NetworkError('OTHER_CHAIN', `${rpcUrl} serves chain ${found}, not chain ${chainId}.`);
  }
  if (!deployed) {
    throw new NetworkError('NOT_DEPLOYED', `There is no staking contract at ${contracts.staking}.`);
  }
  return true;
}
