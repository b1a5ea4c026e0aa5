/** How often the event loop is looked at, in ms. */
const LOOK_MS = 2;

/** The longest time for which `work` kept the event loop from everything else, in ms. */
export async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - LOOK_MS);
    last = now;
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
