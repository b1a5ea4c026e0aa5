import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import { readFirstBlock } from '#chain/firstBlock.ts';
import { identityOf, type NetworkConfig, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { RosterFollower } from '#chain/rosterFollower.ts';
import { readOperatorNode, type Standing, standingOf } from '#chain/standing.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** Silence after which the chain counts as unreachable, in ms: its readers have used up their retries. */
const SILENCE_MS = 60_000;

export interface ChainLink {
  client: ReadClient;
  network: NetworkIdentity;
  roster: RosterFollower;
  /** Hash of the chain's first block, which tells apart chains with the same id. */
  firstBlock: Hex;
  /** False once reading has failed for a while. */
  answers(): boolean;
}

const WHY_NOT: Record<Exclude<Standing, 'ACTIVE'>, string> = {
  NOT_REGISTERED: 'is not registered as a coordinator in the staking contract: register it first',
  UNDER_STAKED: 'has less of its own stake than a coordinator needs: stake more',
  JAILED: 'is jailed: its owner must unjail it first',
  RETIRED: 'was retired by its owner: register another key',
};

/**
 * Connects to the network's chain and checks that the key belongs to an active coordinator there.
 * @throws StartupError CHAIN_UNREACHABLE, WRONG_CHAIN, NOT_A_COORDINATOR
 */
export async function linkChain(config: NetworkConfig, operator: Address, log: Logger): Promise<ChainLink> {
  const client = readClientOf(config);
  const { staking } = config.contracts;
  const roster = new RosterFollower(client, staking);
  const { firstBlock, node } = await reached(config, async () => {
    const chainId = await client.getChainId();
    if (chainId !== config.chainId) {
      throw new StartupError(
        'WRONG_CHAIN',
        `The chain’s id is ${chainId}, but the network file says ${config.chainId}.`,
      );
    }
    await roster.start();
    return {
      firstBlock: await readFirstBlock(client),
      node: await readOperatorNode(client, staking, operator),
    };
  });
  const standing = standingOf(
    node?.role === 'coordinator' ? node : undefined,
    Math.floor(Date.now() / 1_000),
  );
  if (standing !== 'ACTIVE') {
    roster.stop();
    throw new StartupError('NOT_A_COORDINATOR', `The key ${operator} ${WHY_NOT[standing]}.`);
  }
  let failingSince: number | undefined;
  roster.onFailure((error) => {
    if (failingSince === undefined) log.warn({ err: error }, 'the chain does not answer');
    failingSince ??= Date.now();
  });
  roster.onChange(() => {
    failingSince = undefined;
  });
  return {
    ...{ client, roster, firstBlock, network: identityOf(config) },
    answers: () => failingSince === undefined || Date.now() - failingSince < SILENCE_MS,
  };
}

async function reached<T>(config: NetworkConfig, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    // Only the origin: providers put a customer's key in the path.
    const { origin } = new URL(config.rpcUrl);
    throw new StartupError(
      'CHAIN_UNREACHABLE',
      `The chain at ${origin} does not answer, or lacks the network’s contracts: check the network file.`,
      {
        cause,
      },
    );
  }
}
