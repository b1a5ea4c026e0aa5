import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AttackTable } from '#web/trust/measured/AttackTable.tsx';
import type { ModelFigures } from '#web/trust/measured/auditFigures.ts';
import { HonestTable, mostWithout } from '#web/trust/measured/HonestTable.tsx';

const ICONS: ModelFigures = {
  ...{ name: 'icons128, 4 steps', honest: 60, doubted: 0, convicted: 0, auditCost: 1, steadyCost: 0.0502 },
};
const RANDOM: ModelFigures = {
  ...{ name: 'random diffusion in float32, guidance 5, 8 steps', honest: 684, doubted: 0, convicted: 0 },
  ...{ auditCost: undefined, steadyCost: undefined },
};

describe('honest results', () => {
  it('are counted over all models, with the rate of false alarms that they leave possible', () => {
    const html = renderToStaticMarkup(<HonestTable models={[ICONS, RANDOM]} />);
    expect(html).toContain('744 of 744 honest results passed.');
    expect(html).toContain('up to 0.402 %');
    expect(html).toContain('5.02 %');
    expect(html).toContain('too small to tell');
  });

  it('that were doubted are not hidden, and leave no such bound to tell', () => {
    const html = renderToStaticMarkup(<HonestTable models={[{ ...ICONS, doubted: 2, convicted: 1 }]} />);
    expect(html).toContain('58 of 60 honest results passed. One was found wrong twice.');
    expect(html).not.toContain('up to');
  });

  it('of a larger number leave a lower rate possible', () => {
    expect(mostWithout(3_000)).toBeCloseTo(0.001, 4);
  });
});

it('an attack has its trials, and a bar for each probability', () => {
  const html = renderToStaticMarkup(
    <AttackTable
      attacks={[
        {
          ...{ name: 'blank picture', kind: 'whole', tried: 16, caught: 15 },
          ...{ newMiner: [0.5, 0.99, 1], agedMiner: [0.05, 0.4, 0.994] },
        },
      ]}
    />,
  );
  expect(html).toMatch(/Blank picture<small[^>]*>15 of 16 audits caught it</);
  expect(html.match(/inline-size:[\d.]+%/g)).toEqual(
    [50, 99, 100, 5, 40, 99.4].map((percent) => `inline-size:${percent}%`),
  );
  expect(html).toContain('>99.4 %<');
});
