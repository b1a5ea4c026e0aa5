/** Simulated tabs: tab 0, tab 1, …. Their keys are those of test accounts with these names. */
export const tabName = (tab: number): string => `tab ${tab}`;

/** Whole CAI: the smallest stake for most, ten times as much for one in ten. */
export const stakeOf = (tab: number): number => (tab % 10 === 0 ? 200_000 : 20_000);
