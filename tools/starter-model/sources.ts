import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The four styles, each drawn by one icon set, in the order of the model's style slots. */
export const STYLES = ['flat', 'glossy', 'noto', 'retro'] as const;
export type Style = (typeof STYLES)[number];

const PACKAGES: Record<Style, string> = {
  flat: '@iconify-json/fluent-emoji-flat',
  glossy: '@iconify-json/fluent-emoji',
  noto: '@iconify-json/noto',
  retro: '@iconify-json/noto-v1',
};

interface IconSet {
  readonly icons: Readonly<
    Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>
  >;
  readonly width?: number;
  readonly height?: number;
}

const require = createRequire(import.meta.url);

function readJson(specifier: string): unknown {
  return JSON.parse(readFileSync(require.resolve(specifier), 'utf8'));
}

export interface IconSets {
  /** Names that every set has, sorted. */
  readonly concepts: readonly string[];
  /** The picture as an SVG document of `side` pixels. */
  svg(style: Style, concept: string, side: number): string;
}

/** Reads the four sets from their npm packages. */
export function readIconSets(): IconSets {
  const sets = STYLES.map((style) => readJson(`${PACKAGES[style]}/icons.json`) as IconSet);
  const concepts = Object.keys(sets[0]!.icons)
    .filter((name) => sets.every(({ icons }) => name in icons))
    .sort();
  return {
    concepts,
    svg(style, concept, side) {
      const set = sets[STYLES.indexOf(style)]!;
      const icon = set.icons[concept]!;
      const width = icon.width ?? set.width ?? 16;
      const height = icon.height ?? set.height ?? 16;
      return (
        `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
        `width="${side}" height="${side}" viewBox="0 0 ${width} ${height}">${icon.body}</svg>`
      );
    },
  };
}
