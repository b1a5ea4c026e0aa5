/** How often the event loop is looked at, in ms. */
const LOOK_MS = 2;

/**
 * The most CPU, in ms, that this process spent during `work` while its event loop answered nothing else. On a
 * machine that other programs keep busy the same stall lasts longer by the clock, and costs the same CPU.
 */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = process.cpuUsage();
  const look = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.cpuUsage();
  }, LOOK_MS);
  try {
    await work();
    // A stall at the very end shows at the next look.
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  } finally {
    clearInterval(look);
  }
  return longest;
}
