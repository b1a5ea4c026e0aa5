import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { VerifyLines, verdictTone } from '#web/create/verify/lines/VerifyLines.tsx';
import { fails, holds, line, unchecked } from '#web/create/verify/lines/verifyLine.ts';

const open = line('Computation', unchecked('You can run it again.'));

it('does not call unchecked what the coordinator has checked, and says who it was', () => {
  expect(renderToStaticMarkup(<VerifyLines lines={[open]} />)).toContain('>Not checked<');
  const told = renderToStaticMarkup(<VerifyLines lines={[{ ...open, isTold: true }]} />);
  expect(told).toContain('>Checked by the coordinator, not yet by you<');
  expect(told).not.toContain('Not checked');
});

it('colours the verdict by the worst line, and by none where nothing could be checked', () => {
  const good = line('Result', holds(''));
  expect(verdictTone([good, open])).toBe('good');
  expect(verdictTone([good, line('Miner', fails(''))])).toBe('bad');
  expect(verdictTone([open])).toBe('neutral');
});
