/** A line of a plot; `dots` are drawn without a line. */
export interface Series {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  dots?: readonly (readonly [x: number, y: number])[];
}

export interface Axis {
  label: string;
  logarithmic?: boolean;
  ticks: readonly number[];
  textOf(value: number): string;
}

export interface Plot {
  title: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** Where a parameter is today. */
  mark?: { x: number; label: string };
}

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 90;
const RIGHT = 24;
const TOP = 60;
/** Room for the axis and a line of the legend for each series. */
const bottomOf = (series: number): number => 64 + 18 * series;
const COLOURS = ['#0b6e99', '#c2410c', '#3f7d20', '#7c3aed', '#a16207', '#555555'];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Maps an axis to pixels by its first and last tick. */
function scaleOf({ logarithmic, ticks }: Axis, from: number, to: number): (value: number) => number {
  const place = (value: number) => (logarithmic === true ? Math.log(value) : value);
  const [low, high] = [place(ticks[0]!), place(ticks.at(-1)!)];
  return (value) => {
    const share = (place(value) - low) / (high - low);
    return from + share * (to - from);
  };
}

const at = (value: number): string => value.toFixed(1);

const line = (x1: number, y1: number, x2: number, y2: number, style: string): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${style}/>`;

const words = (x: number, y: number, text: string, style = ''): string =>
  `<text x="${at(x)}" y="${at(y)}" ${style}>${escaped(text)}</text>`;

/** A line chart as an SVG file: on white, so that it reads the same on a dark page. */
export function svgPlot({ title, x, y, series, mark }: Plot): string {
  const bottom = HEIGHT - bottomOf(series.length);
  const [toX, toY] = [scaleOf(x, LEFT, WIDTH - RIGHT), scaleOf(y, bottom, TOP)];
  const grid = [
    ...x.ticks.flatMap((tick) => [
      line(toX(tick), TOP, toX(tick), bottom, 'stroke="#e5e5e5"'),
      words(toX(tick), bottom + 18, x.textOf(tick), 'text-anchor="middle"'),
    ]),
    ...y.ticks.flatMap((tick) => [
      line(LEFT, toY(tick), WIDTH - RIGHT, toY(tick), `stroke="${tick === 0 ? '#777777' : '#e5e5e5'}"`),
      words(LEFT - 8, toY(tick) + 4, y.textOf(tick), 'text-anchor="end"'),
    ]),
  ];
  const marked =
    mark === undefined
      ? []
      : [
          line(toX(mark.x), TOP, toX(mark.x), bottom, 'stroke="#777777" stroke-dasharray="4 4"'),
          words(toX(mark.x) + 5, TOP + 12, mark.label, 'fill="#555555"'),
        ];
  const lines = series.flatMap(({ name, points, dots = [] }, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const path = points.map(([px, py]) => `${at(toX(px))},${at(toY(py))}`).join(' ');
    const legend = bottom + 58 + 18 * i;
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...dots.map(([px, py]) => `<circle cx="${at(toX(px))}" cy="${at(toY(py))}" r="3.5" fill="${colour}"/>`),
      line(LEFT, legend - 4, LEFT + 24, legend - 4, `stroke="${colour}" stroke-width="2"`),
      words(LEFT + 32, legend, name),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`,
    ` font-family="sans-serif" font-size="12" fill="#222222" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    words(LEFT, 24, title, 'font-size="15" font-weight="bold"'),
    ...grid,
    ...marked,
    ...lines,
    words((LEFT + WIDTH - RIGHT) / 2, bottom + 36, x.label, 'text-anchor="middle" fill="#555555"'),
    words(LEFT - 80, TOP - 16, y.label, 'fill="#555555"'),
    '</svg>\n',
  ].join('\n');
}
