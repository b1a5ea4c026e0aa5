/** Pieces of text in which tokenizers differ: scripts, spaces, digits, marks, control characters, code. */
const PIECES: readonly string[] = [
  ...[
    'Hello',
    'world',
    "don't",
    "I'LL",
    "we'ſ",
    'naïve',
    'cafe\u0301',
    'Ǆ',
    'İstanbul',
    'straße',
    'ﬁne',
    'ª',
    'K',
  ],
  ...[
    'Привет',
    'Γειά',
    'שָׁלוֹם',
    'مرحبا',
    'नमस्ते',
    'สวัสดี',
    'こんにちは',
    '안녕하세요',
    '漢字',
    '㍍',
    'ሰላም',
    '𝒳𝓎',
    '𐍈',
    '한글',
  ],
  ...['😀', '👩‍👩‍👧‍👦', '🇫🇷', '✌🏽', '❤️', '☃', '\u{1F9D1}\u200D', '\uFE0F', '\u0301', '\u20E3'],
  ...['0', '7', '12', '345', '6789', '1234567', '٣٤', '१२', '½', '²', 'Ⅷ', '㊿', '１２'],
  ...[
    ' ',
    '  ',
    '   ',
    ' '.repeat(9),
    '\t',
    '\t\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    ' \n ',
    '\n   ',
    '\u00A0',
    '\u3000',
    '\u2003',
  ],
  ...[
    '\u2028',
    '\u0085',
    '\u000B',
    '\f',
    '\uFEFF',
    '\u200B',
    '\u180E',
    '\u00AD',
    '\u0000',
    '\u0007',
    '\u001B',
    '\u007F',
  ],
  ...[
    '\uD800',
    '\uDC00',
    '\uFFFD',
    '\uFFFF',
    '\u{10FFFF}',
    '\uE000',
    '\u2581',
    '▁a',
    'Ġ',
    'Ċ',
    '<0x0A>',
    '<0xE2>',
    '##ing',
    '</w>',
  ],
  ...[
    '!',
    '?!',
    '...',
    '—',
    '“q”',
    '/',
    '//',
    '\\',
    '_',
    '__init__',
    '$',
    '$&',
    '€',
    '#',
    '@user',
    '%d',
    '&amp;',
    '`x`',
    '«»',
    '、。',
  ],
  ...[
    'if (a<b) {',
    'return x;',
    'def f(self):',
    '<b>',
    '</div>',
    '<?php',
    'http://a.b/c?d=e&f#g',
    '{"k":[1,2.5e-3]}',
    'SELECT *',
  ],
  ...[
    '<',
    '|',
    '>',
    '[',
    ']',
    '<|',
    '|>',
    '<s',
    '/s>',
    '<|im_',
    '[INST',
    'aaaaaaaaaaaaaaaa',
    'zqxjkv',
    "''''",
    '----',
    '=====',
  ],
];

/** The same numbers for the same seed, from 0 to less than 1: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Texts to compare tokenizers on: each piece alone and between letters, then pieces joined at random.
 * @param controls texts of control tokens, which users may write too
 */
export function sampleTexts(count: number, controls: readonly string[]): string[] {
  const draw = random(1);
  const all = [...PIECES, ...controls];
  const pick = () => all[Math.floor(draw() * all.length)]!;
  const joined = Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(draw() * 12) }, () => pick() + (draw() < 0.3 ? ' ' : '')).join(''),
  );
  return [
    ...PIECES,
    ...PIECES.map((piece) => `a${piece}b`),
    ...PIECES.map((piece) => `a ${piece} b`),
    ...joined,
  ];
}
