import { type NetworkConfig, networkConfigSchema, readClientOf } from '#chain/networkConfig.ts';
import { CodedError } from '#protocol/codedError.ts';

export type NetworkProblem = 'NO_FILE' | 'BAD_FILE' | 'NO_CHAIN' | 'OTHER_CHAIN' | 'NOT_DEPLOYED';

/** Why the dApp cannot start. Its message is a sentence for the person in front of it. */
export class NetworkError extends CodedError<NetworkProblem> {
  override readonly name = 'NetworkError';
}

async function fetchConfig(): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch('/network.json', { cache: 'no-cache' });
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
  const client = readClientOf(config);
  const [chainId, code] = await Promise.all([
    client.getChainId(),
    client.getCode({ address: config.contracts.staking }),
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
  if (code === undefined) {
    throw new NetworkError('NOT_DEPLOYED', `There is no staking contract at ${config.contracts.staking}.`);
  }
  return config;
}
