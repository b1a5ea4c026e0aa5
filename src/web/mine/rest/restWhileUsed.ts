/** The page counts as used for this long after the last touch, key or pointer move, in seconds. */
export const IN_USE_S = 10;
const SIGNS_OF_USE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const;

/**
 * Lets the miner rest while the user is active on this page, if the setting is on: the page and a task share
 * one GPU, and scrolling would stutter.
 */
export function restWhileUsed(rest: (isUsed: boolean) => void, isWanted: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    rest(false);
  };
  const use = () => {
    if (!isWanted()) return end();
    if (timer === undefined) rest(true);
    clearTimeout(timer);
    timer = setTimeout(end, IN_USE_S * 1_000);
  };
  for (const sign of SIGNS_OF_USE) window.addEventListener(sign, use, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') end();
  });
}
