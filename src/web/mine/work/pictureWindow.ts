/** What is used of Chromium's Document Picture-in-Picture: a small window that stays on top of others. */
interface PictureApi {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

/** Room for a sentence of three lines, a task and a button, in px. */
const SIZE = { width: 320, height: 260 };

const apiOf = (page: object): PictureApi | undefined =>
  (page as { documentPictureInPicture?: PictureApi }).documentPictureInPicture;

export const hasPictures = (page: object): boolean => apiOf(page) !== undefined;

/** Opens the window, with the page's own styles. Browsers allow that at a click alone. */
export async function openPictureWindow(page: Window & typeof globalThis): Promise<Window> {
  const api = apiOf(page);
  if (api === undefined) throw new Error('this browser has no such window');
  const opened = await api.requestWindow(SIZE);
  for (const styles of page.document.querySelectorAll('link[rel="stylesheet"], style'))
    opened.document.head.append(styles.cloneNode(true));
  const { theme } = page.document.documentElement.dataset;
  if (theme !== undefined) opened.document.documentElement.dataset.theme = theme;
  return opened;
}
