import { CourtReader } from '#chain/courts/courtReader.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import {
  type AnswerStore,
  answerKeptSeconds,
  answerScope,
  openAnswerStore,
} from '#miner/answers/answerStore.ts';

/**
 * A network's answers in this browser, kept as long as its court's terms need them.
 * @throws ChainError; what the client throws
 * @example const answers = await openAnswers(client, config, nowSeconds);
 */
export async function openAnswers(
  client: ReadClient,
  config: NetworkConfig,
  nowSeconds: () => number,
): Promise<AnswerStore> {
  const terms = await new CourtReader(client, config.contracts.juries).terms();
  const keptSeconds = answerKeptSeconds(terms);
  return openAnswerStore(await answerScope(client, config), { nowSeconds, keptSeconds });
}
