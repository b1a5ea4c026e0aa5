import type { RestReasons } from '#web/mine/rest/restReasons.ts';
import { isWithin, type MiningHours } from '#web/mining/miningHours.ts';

/** A device's battery, where the browser tells of it: Chromium's does. */
export interface Battery {
  readonly charging: boolean;
  addEventListener(type: 'chargingchange', listener: () => void): void;
}

/** When the user wants the tab to mine. */
export interface RestRules {
  /** Not until its user lets it go on. */
  readonly paused: boolean;
  /** Only while the device is charging. */
  readonly charging: boolean;
  /** Only at these hours; null for all. */
  readonly hours: MiningHours | null;
}

/** The clock is looked at so often, in ms. */
const LOOK_MS = 20_000;

export const batteryOf = (browser: object): Promise<Battery | undefined> =>
  'getBattery' in browser
    ? (browser as { getBattery(): Promise<Battery> }).getBattery().catch(() => undefined)
    : Promise.resolve(undefined);

/**
 * Keeps the reasons to rest up to date with the device's power and the time.
 * @param rules the user's, read at every look; undefined while the tab does not mine
 * @returns looks now: the rules have changed, or the miner was started
 */
export function watchRestRules(
  reasons: Pick<RestReasons, 'set'>,
  rules: () => RestRules | undefined,
  battery: Promise<Battery | undefined>,
): () => void {
  let power: Battery | undefined;
  const look = () => {
    const { paused, charging, hours } = rules() ?? { paused: false, charging: false, hours: null };
    reasons.set('paused', paused);
    reasons.set('battery', charging && power?.charging === false);
    reasons.set('hours', hours !== null && !isWithin(hours, new Date()));
  };
  void battery.then((found) => {
    power = found;
    power?.addEventListener('chargingchange', look);
    look();
  });
  setInterval(look, LOOK_MS);
  return look;
}
