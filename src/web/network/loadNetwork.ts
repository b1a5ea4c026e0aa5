import { type Address, BaseError, ContractFunctionZeroDataError } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { type NetworkConfig, networkConfigSchema } from '#chain/networkConfig.ts';
import { CodedError } from '#protocol/codedError.ts';
import { type PageClient, pageClientOf } from '#web/network/pageClient.ts';

export type NetworkProblem = 'NO_FILE' | 'BAD_FILE' | 'NO_CHAIN' | 'OTHER_CHAIN' | 'NOT_DEPLOYED';

/** Why the dApp cannot start. Its message is a sentence for the person in front of it. */
export class NetworkError extends CodedError<NetworkProblem> {
  override readonly name = 'NetworkError';
}

async function fetchConfig(): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch('/network.json');
  } catch (cause) {
    throw new NetworkError('NO_FILE', 'This page’s server does not answer.', { cause });
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

/**
 * Reads /network.json and makes sure that its chain answers and has the contracts.
 * @throws NetworkError
 */
export async function loadNetwork(): Promise<NetworkConfig> {
  const parsed = networkConfigSchema.safeParse(await fetchConfig());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') || 'its top level';
    throw new NetworkError(
      'BAD_FILE',
      `network.json is wrong at ${where}: ${issue?.message ?? 'unreadable'}.`,
    );
  }
  const config = parsed.data;
  const client = pageClientOf(config);
  const [chainId, deployed] = await Promise.all([
    client.getChainId(),
    isStakingAt(client, config.contracts.staking),
  ]).catch((cause: unknown) => {
    throw new NetworkError('NO_CHAIN', `The chain of “${config.name}” does not answer at ${config.rpcUrl}.`, {
      cause,
    });
  });
  if (chainId !== config.chainId) {
    throw new NetworkError(
      'OTHER_CHAIN',
      `${config.rpcUrl} serves chain ${chainId}, not chain ${config.chainId}.`,
    );
  }
  if (!deployed) {
    throw new NetworkError('NOT_DEPLOYED', `There is no staking contract at ${config.contracts.staking}.`);
  }
  return config;
}
