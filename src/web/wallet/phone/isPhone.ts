/** iPads name themselves Macs, and have a touch screen, which Macs have not. */
const isIpad = (agent: string, touchPoints: number): boolean => /Macintosh/.test(agent) && touchPoints > 1;

/** Wallets here are apps: phones and tablets open them by links, and their browsers take no extensions. */
export const isPhone = ({ userAgent, maxTouchPoints }: Navigator = navigator): boolean =>
  /Android|iPhone|iPad|iPod/i.test(userAgent) || isIpad(userAgent, maxTouchPoints);
