import { type Address, BaseError, ContractFunctionZeroDataError } from 'viem';
import { type NetworkConfig, networkConfigSchema } from '#chain/networkConfig.ts';
import { CodedError } from '#protocol/codedError.ts';
import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import type { PageClient } from '#web/network/pageClient.ts';

export type NetworkProblem = 'NO_FILE' | 'BAD_FILE' | 'NO_CHAIN' | 'OTHER_CHAIN' | 'NOT_DEPLOYED';

/** Why the dApp cannot start. Its message is a sentence for the person in front of it. */
export class NetworkError extends CodedError<NetworkProblem> {
  override readonly name = 'NetworkError';
}

/** A small file of this page's own server, in ms. */
const FILE_TIMEOUT_MS = 10_000;

/** The messages may still be on their way when the network's file is refused. */
async function fileError(
  code: 'NO_FILE' | 'BAD_FILE',
  sentence: () => string,
  cause?: unknown,
): Promise<NetworkError> {
  await loadMessages('shell');
  return new NetworkError(code, sentence(), { cause });
}

const noAnswer = (cause: unknown) => fileError('NO_FILE', () => t('shell.loadNetwork.noAnswer'), cause);

async function fetchConfig(): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch('/network.json', { signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
  } catch (cause) {
    throw await noAnswer(cause);
  }
  // A single-page server answers unknown paths with its index page, so the type tells, not the status.
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!response.ok || !isJson) {
    throw await fileError('NO_FILE', () => t('shell.loadNetwork.noFile'));
  }
  try {
    return await response.json();
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw await noAnswer(cause);
    throw await fileError('BAD_FILE', () => t('shell.loadNetwork.notJson'), cause);
  }
}

/** Of the staking contract: a page that only looks for it does not load what all contracts can do. */
const NODE_COUNT = [
  {
    ...{ type: 'function', name: 'nodeCount', stateMutability: 'view', inputs: [] },
    outputs: [{ name: '', type: 'uint256' }],
  },
] as const;

/** Asks for a small number: the contract's code, which would show it too, is 47 kB. */
async function isStakingAt(client: PageClient, address: Address): Promise<boolean> {
  try {
    await client.readContract({ abi: NODE_COUNT, address, functionName: 'nodeCount' });
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
  throw await fileError('BAD_FILE', () =>
    t('shell.loadNetwork.wrongAt', {
      where: issue?.path.join('.') || t('shell.loadNetwork.topLevel'),
      problem: issue?.message ?? t('shell.loadNetwork.unreadable'),
    }),
  );
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
    throw new NetworkError('NO_CHAIN', t('shell.loadNetwork.noChain', { name, url: rpcUrl }), { cause });
  });
  if (found !== chainId) {
    const sentence = t('shell.loadNetwork.otherChain', { url: rpcUrl, found, expected: chainId });
    throw new NetworkError('OTHER_CHAIN', sentence);
  }
  if (!deployed) {
    throw new NetworkError(
      'NOT_DEPLOYED',
      t('shell.loadNetwork.notDeployed', { address: contracts.staking }),
    );
  }
  return true;
}
