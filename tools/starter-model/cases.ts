import { readFileSync } from 'node:fs';
import type { Box } from './judge.ts';
import { STYLES } from './sources.ts';

/** A combination of things, style and background that training never saw. */
export interface Case {
  readonly things: readonly number[];
  readonly style: number;
  readonly background: number;
  readonly size: 'usual' | 'small' | 'big';
}

export const BOXES: Record<Case['size'], Box> = {
  usual: { left: 16, top: 16, side: 96 },
  small: { left: 32, top: 32, side: 64 },
  big: { left: 0, top: 0, side: 128 },
};
export const PAIR_BOXES: readonly Box[] = [
  { left: 0, top: 32, side: 64 },
  { left: 64, top: 32, side: 64 },
];
/** `latents.py` holds out combinations by the same rule. */
const HELD_OUT = 10;
const HASH = 2_654_435_761;

const words = JSON.parse(readFileSync(new URL('words.json', import.meta.url), 'utf8')) as {
  backgrounds: Record<string, { rgb: [number, number, number] }>;
};
export const backgrounds = Object.entries(words.backgrounds).map(([name, { rgb }]) => ({ name, rgb }));

function heldOut(thing: number, style: number, background: number): boolean {
  const number = (thing * STYLES.length + style) * backgrounds.length + background;
  return ((Math.imul(number, HASH) >>> 0) >>> 16) % HELD_OUT === 0;
}

/** mulberry32, a small generator that draws the same cases on every machine. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function drawCases(
  count: number,
  things: number,
  pair: boolean,
  next: (below: number) => number,
): Case[] {
  const cases: Case[] = [];
  while (cases.length < count) {
    const style = next(STYLES.length);
    const background = next(backgrounds.length);
    const drawn = Array.from({ length: pair ? 2 : 1 }, () => next(things));
    if (!drawn.every((thing) => heldOut(thing, style, background))) continue;
    const size = pair ? 'small' : (['usual', 'usual', 'usual', 'small', 'big'] as const)[next(5)]!;
    cases.push({ things: drawn, style, background, size });
  }
  // The judge keeps one background in memory.
  return cases.sort((a, b) => a.background - b.background);
}

/** Index of the background nearest to the median of the picture's outermost pixels. */
export function backgroundOf(picture: Uint8Array, side: number): number {
  const border: number[] = [];
  for (let i = 0; i < side; i++) border.push(i, (side - 1) * side + i, i * side, i * side + side - 1);
  const median = [0, 1, 2].map(
    (c) => border.map((at) => picture[at * 3 + c]!).sort((a, b) => a - b)[border.length >> 1]!,
  );
  const away = backgrounds.map(({ rgb }) =>
    rgb.reduce((sum, value, c) => sum + (value - median[c]!) ** 2, 0),
  );
  return away.indexOf(Math.min(...away));
}

/** The prompt that asks for a case. */
export function promptOf({ things, style, background, size }: Case, concepts: readonly string[]): string {
  const names = things.map((thing) => nameOf(concepts[thing]!));
  const sized = things.length > 1 || size === 'usual' ? '' : `${size} `;
  return `a ${sized}${STYLES[style]} ${names.join(' and ')} on a ${backgrounds[background]!.name} background`;
}

export const nameOf = (concept: string): string => concept.replaceAll('-', ' ');
