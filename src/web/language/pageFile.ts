/**
 * The built file of a page. Files without a language are in the one for everybody else.
 * @param address as /mine, or that of a file, as /nodes/other.html
 * @param tag a language's
 * @example pageFile('/mine', 'ar'); // '/mine/index.ar.html'
 */
export function pageFile(address: string, tag?: string): string {
  const file = address.endsWith('.html') ? address : `${address.replace(/\/$/, '')}/index.html`;
  return tag === undefined ? file : file.replace(/html$/, `${tag}.html`);
}
