import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { isMetered } from '#miner/service/metered.ts';
import { isPhoneScreen } from '#web/design/oneColumn.ts';
import { TIME_OF_DAY } from '#web/mining/miningHours.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';

const CAI_AMOUNT = /^\d{1,12}(\.\d{1,18})?$/;

/** The user's mining choices, so that a reload resumes without asking. */
const wishSchema = z.object({
  running: z.boolean(),
  models: z.array(z.string()).max(64),
  /** Take no tasks until its user lets it go on. */
  paused: z.boolean().default(false),
  /** Take no tasks while the user is active on the page. */
  rest: z.boolean().default(false),
  /** Take no tasks on battery. */
  charging: z.boolean().default(false),
  /** Take tasks at these hours of the day alone. */
  hours: z
    .object({ from: z.string().regex(TIME_OF_DAY), to: z.string().regex(TIME_OF_DAY) })
    .nullable()
    .default(null),
  /** The most of the time that the GPU works, in percent. */
  share: z.int().min(1).max(100).default(100),
  /** Download models for juries that the tab does not mine with. */
  juryModels: z.boolean().default(() => getsJuryModelsAtFirst()),
  /** From how much pay the tab redeems by itself, in whole or decimal CAI; null for never. */
  redeemAt: z.string().regex(CAI_AMOUNT).nullable().default(null),
  /** A call when a task is paid. */
  sound: z.boolean().default(false),
});
export type MiningWish = z.output<typeof wishSchema>;
/** When the tab rests. */
export type RestWish = Pick<MiningWish, 'paused' | 'rest' | 'charging' | 'hours' | 'share'>;

/**
 * A model may have gigabytes, and its files stay. Where storage or data are scarce, whoever wants to be paid
 * for such a case says so first.
 */
export const getsJuryModelsAtFirst = (): boolean =>
  !isPhoneScreen() && !isMetered(globalThis.navigator ?? {});

const none = (): MiningWish => ({
  running: false,
  models: [],
  paused: false,
  rest: false,
  charging: false,
  hours: null,
  share: 100,
  juryModels: getsJuryModelsAtFirst(),
  redeemAt: null,
  sound: false,
});

const keptWish = (network: NetworkConfig) => keptOnNetwork(network, 'mining', wishSchema);

/** What the browser could not keep: this page goes by it all the same. */
let unkept: MiningWish | undefined;

export const readWish = (network: NetworkConfig): MiningWish => unkept ?? keptWish(network).read() ?? none();

export function writeWish(network: NetworkConfig, change: Partial<MiningWish>): void {
  const wish = { ...readWish(network), ...change };
  unkept = keptWish(network).write(wish) ? undefined : wish;
}
