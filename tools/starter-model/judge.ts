import sharp from 'sharp';
import { type IconSets, readIconSets, STYLES } from './sources.ts';

/** Side in pixels at which boxes are compared. */
const SIDE = 32;
/** Weights of the three kinds of features. */
const WEIGHT = { pixel: 1, gradient: 2, colour: 2 };
/** Mean colours are those of blocks of 8 x 8. */
const BLOCK = 8;
/**
 * Two icons nearer than this (mean square of the features) count as one drawing under two names, since no
 * judge could tell them apart.
 */
const SAME = 1e-3;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

export interface Verdict {
  readonly concept: number;
  readonly style: number;
}

/**
 * Features of an RGB square [SIDE, SIDE, 3] in 0..1: the pixels, their differences and the mean colours of
 * blocks. None comes from the model or its latents.
 */
function featuresOf(rgb: Float32Array): Float32Array {
  const row = SIDE * 3;
  const blocks = SIDE / BLOCK;
  const out = new Float32Array(3 * rgb.length + blocks * blocks * 3);
  const share = (weight: number, count: number): number => Math.sqrt(weight / count);
  const pixel = share(WEIGHT.pixel, rgb.length);
  const gradient = share(WEIGHT.gradient, rgb.length);
  const colour = share(WEIGHT.colour, blocks * blocks * 3) / BLOCK ** 2;
  for (let i = 0; i < rgb.length; i++) {
    out[i] = pixel * rgb[i]!;
    out[rgb.length + i] = i % row < row - 3 ? gradient * (rgb[i + 3]! - rgb[i]!) : 0;
    out[2 * rgb.length + i] = i + row < rgb.length ? gradient * (rgb[i + row]! - rgb[i]!) : 0;
    const block = Math.floor(i / row / BLOCK) * blocks + Math.floor((i % row) / (3 * BLOCK));
    out[3 * rgb.length + block * 3 + (i % 3)]! += colour * rgb[i]!;
  }
  return out;
}

function distance(a: Float32Array, b: Float32Array, below = Infinity): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i]! - b[i]!) ** 2;
    if (sum > below && i % 512 === 0) return sum;
  }
  return sum;
}

/** The box of a picture [side, side, 3], averaged down to SIDE x SIDE. */
export function crop(picture: Uint8Array, pictureSide: number, box: Box): Float32Array {
  const out = new Float32Array(SIDE * SIDE * 3);
  const factor = box.side / SIDE;
  for (let y = 0; y < box.side; y++) {
    for (let x = 0; x < box.side; x++) {
      const from = ((box.top + y) * pictureSide + box.left + x) * 3;
      const to = (Math.floor(y / factor) * SIDE + Math.floor(x / factor)) * 3;
      for (let c = 0; c < 3; c++) out[to + c]! += picture[from + c]! / (255 * factor * factor);
    }
  }
  return out;
}

async function rasterize(svg: string, side: number): Promise<Buffer> {
  return sharp(Buffer.from(svg), { unlimited: true }).resize(side, side).ensureAlpha().raw().toBuffer();
}

/** RGBA bytes on a background's RGB bytes -> RGB 0..1. */
function composite(rgba: Buffer, background: readonly number[]): Float32Array {
  return Float32Array.from({ length: (rgba.length / 4) * 3 }, (_, i) => {
    const at = Math.floor(i / 3) * 4;
    const alpha = rgba[at + 3]! / 255;
    return (alpha * rgba[at + (i % 3)]! + (1 - alpha) * background[i % 3]!) / 255;
  });
}

/** Recognises icons by its own renderings, drawn directly at 32 x 32 from the vector graphics. */
export class Judge {
  readonly concepts: readonly string[];
  readonly #sets: IconSets;
  readonly #icons: Buffer[];
  readonly #onBackground = new Map<string, Float32Array[]>();

  private constructor(sets: IconSets, icons: Buffer[]) {
    this.concepts = sets.concepts;
    this.#sets = sets;
    this.#icons = icons;
  }

  static async create(): Promise<Judge> {
    const sets = readIconSets();
    const icons: Buffer[] = [];
    for (const concept of sets.concepts) {
      for (const style of STYLES) {
        icons.push(await rasterize(sets.svg(style, concept, SIDE), SIDE));
      }
    }
    return new Judge(sets, icons);
  }

  /** The nearest of all icons on this background (RGB bytes). */
  nearest(rgb: Float32Array, background: readonly number[]): Verdict {
    const query = featuresOf(rgb);
    let best = Infinity;
    let found = 0;
    for (const [i, reference] of this.#references(background).entries()) {
      const away = distance(query, reference, best);
      if (away < best) [best, found] = [away, i];
    }
    return { concept: Math.floor(found / STYLES.length), style: found % STYLES.length };
  }

  /** Whether two icons are the same drawing. */
  same(a: Verdict, b: Verdict, background: readonly number[]): boolean {
    const references = this.#references(background);
    const at = ({ concept, style }: Verdict): Float32Array => references[concept * STYLES.length + style]!;
    return distance(at(a), at(b)) < SAME;
  }

  /** A real icon on a background, drawn as large as in training, then cropped like a picture. */
  async seen(
    { concept, style }: Verdict,
    background: readonly number[],
    side: number,
  ): Promise<Float32Array> {
    const svg = this.#sets.svg(STYLES[style]!, this.concepts[concept]!, side);
    const picture = Uint8Array.from(composite(await rasterize(svg, side), background), (value) =>
      Math.round(255 * value),
    );
    return crop(picture, side, { left: 0, top: 0, side });
  }

  #references(background: readonly number[]): Float32Array[] {
    const key = background.join();
    let references = this.#onBackground.get(key);
    if (!references) {
      // One background at a time: all twelve would take gigabytes.
      this.#onBackground.clear();
      references = this.#icons.map((icon) => featuresOf(composite(icon, background)));
      this.#onBackground.set(key, references);
    }
    return references;
  }
}
