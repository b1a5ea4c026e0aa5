import { type Address, parseEther } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import type { ApiActivity } from '#protocol/messages/api.ts';
import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';
import type { ModelTraffic } from '#web/mine/odds/modelOdds.ts';
import type { CoordinatorTraffic } from '#web/mine/odds/workOdds.ts';

/** What a coordinator publishes. */
export interface Published {
  activity: Pick<ApiActivity, 'last_hour' | 'models'>;
  /** Of the miners that worked for it. */
  records: readonly Pick<ApiNodeRecord, 'node' | 'online'>[];
}

/**
 * The traffic of a coordinator, from what it publishes and the chain's roster.
 * @param miners of the roster
 * @param operator this tab's key. Its node is counted though its record may not say yet that it is online
 */
export function trafficOf(
  { activity, records }: Published,
  miners: readonly Pick<RosterNode, 'id' | 'operator' | 'weight'>[],
  operator: Address,
): CoordinatorTraffic {
  const online = new Set(records.filter((record) => record.online).map(({ node }) => node));
  const { tasks, images } = activity.last_hour;
  return {
    onlineWeight: miners
      .filter((miner) => miner.operator === operator || online.has(miner.id.toString()))
      .reduce((total, { weight }) => total + weight, 0n),
    lastHour: { image: images, text: tasks - images },
  };
}

/** What it tells of each of its models; nothing where it is older than that. */
export const modelTrafficOf = ({ models }: Pick<ApiActivity, 'models'>): ModelTraffic[] =>
  models.map(({ id, tasks, stake_cai }) => ({ id, tasks, stake: parseEther(stake_cai) }));
