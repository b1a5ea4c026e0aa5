const THINGS = ['cat', 'dog', 'pizza', 'rocket', 'tree', 'star', 'fish', 'house'];
const STYLES = ['glossy', 'flat', 'noto', 'retro'];
const COLOURS = ['blue', 'red', 'green', 'yellow', 'white'];

export const pick = (list: readonly string[], at: number) => list[at % list.length]!;

/**
 * A prompt of the shipped image model, whose words it knows.
 * @example iconPrompt(1); // 'a flat cat on a red background'
 */
export const iconPrompt = (index: number): string =>
  `a ${pick(STYLES, index)} ${pick(THINGS, index >> 2)} on a ${pick(COLOURS, index)} background`;
