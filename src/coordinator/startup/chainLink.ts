import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import { readFirstBlock } from '#chain/firstBlock.ts';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { identityOf, type NetworkConfig, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { readOperatorNode, type Standing, standingOf } from '#chain/standing.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

export interface ChainLink {
  client: ReadClient;
  network: NetworkIdentity;
  roster: RosterFollower;
  /** Tells apart devnets with the same id; see `readFirstBlock`. */
  firstBlock: Hex;
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
  const roster = new RosterFollower(config);
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
      firstBlock: await readFirstBlock(client, config),
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
  logTrouble(roster, log);
  return { client, roster, firstBlock, network: identityOf(config) };
}

/** Logs when the chain stops or starts to be followed well, once each time. */
function logTrouble(roster: RosterFollower, log: Logger): void {
  let before = roster.health().state;
  roster.onHealth(() => {
    const { state, problem, blockNumber } = roster.health();
    if (state === before) return;
    before = state;
    if (problem === undefined) log.info({ block: blockNumber }, 'the chain is followed again');
    else log.warn(problem);
  });
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
