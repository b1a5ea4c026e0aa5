/** How long a browser that does not tell when it is idle is left alone after the page has loaded, in ms. */
const REST_MS = 2_000;

/** Until the page has loaded and has nothing to do. */
async function idle(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve());
    else setTimeout(resolve, REST_MS);
  });
}

/** Lets the browser keep the dApp (src/web/offline/serviceWorker.ts), once the page itself needs nothing. */
export async function keepOffline(): Promise<void> {
  // The development server has no build to keep.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await idle();
  // A private window may refuse. The dApp works without, as long as there is a network.
  await navigator.serviceWorker
    .register('/service-worker.js', { updateViaCache: 'none' })
    .catch(() => undefined);
}
