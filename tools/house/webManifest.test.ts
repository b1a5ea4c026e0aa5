import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../public${path}`, import.meta.url));

/** Width and height of a PNG, from its first chunk. */
function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

const manifest = JSON.parse(read('/manifest.webmanifest').toString()) as {
  start_url: string;
  display: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
};
const html = readFileSync(new URL('../../index.html', import.meta.url), 'utf8');

describe('the web app’s manifest', () => {
  it('has what a browser asks of an app that can be installed', () => {
    expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' });
    const plain = manifest.icons.filter(({ purpose }) => purpose === undefined).map(({ sizes }) => sizes);
    expect(plain).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
    expect(html).toContain('<link rel="manifest" href="/manifest.webmanifest" />');
  });

  it('names pictures that are there, in their sizes', () => {
    for (const { src, sizes, type } of manifest.icons) {
      if (type === 'image/svg+xml') expect(read(src).toString()).toContain('<svg');
      else expect(sizeOf(read(src)).join('x')).toBe(sizes);
    }
  });

  it.each([
    ['apple-touch-icon', /rel="apple-touch-icon" href="([^"]+)"/, [180, 180]],
    ['picture of a shared link', /property="og:image" content="([^"]+)"/, [1_200, 630]],
  ])('comes with the %s', (_, pattern, size) => {
    expect(sizeOf(read(html.match(pattern)![1]!))).toEqual(size);
  });
});
