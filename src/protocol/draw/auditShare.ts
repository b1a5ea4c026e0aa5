/** A miner's first results of a model are all audited: enough to show a GPU that is wrong now and then. */
export const FIRST_AUDITED = 8;
/** However clean a miner's record is, one in twenty of its results is audited. */
export const LEAST_AUDITED = 0.05;
/** From here on a longer record changes nothing. */
export const LONGEST_RECORD = FIRST_AUDITED / LEAST_AUDITED;

/**
 * The share of a miner's results that is audited: all at first, then falling with its record to a floor. It
 * begins anew after a doubt, and when its GPU, browser or engine has changed.
 * @param accepted results of this model since then
 * @returns 0..1
 * @example auditShareOf(80); // 0.1
 */
export const auditShareOf = (accepted: number): number =>
  accepted < FIRST_AUDITED ? 1 : Math.max(LEAST_AUDITED, FIRST_AUDITED / accepted);
