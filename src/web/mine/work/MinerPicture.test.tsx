import { expect, it } from 'vitest';
import { initialStatus, type MinerStatus } from '#miner/status/minerStatus.ts';
import { Picture } from '#web/mine/work/MinerPicture.tsx';
import { hasPictures, openPictureWindow } from '#web/mine/work/pictureWindow.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const HOUR = 1_800_000_000;
const earned = [
  { hour: HOUR - 3_600, model: 'draw', tasks: 1, wei: '7000000000000000000' },
  { hour: HOUR, model: 'draw', tasks: 1, wei: '2000000000000000000' },
];
const task = { taskId: '0x1', kind: 'image', model: 'draw', done: 3, total: 4, text: null } as const;
const act = () => undefined;
const shown = (change: Partial<MinerStatus>, { isPaused = false, canStart = true } = {}) =>
  renderPage(
    <Picture
      {...{ status: { ...initialStatus, ...change }, earned, isPaused, onStart: canStart ? act : undefined }}
      {...{ restReason: isPaused ? 'paused' : undefined, minesFrom: undefined, onPause: act }}
      nowSeconds={HOUR + 3_599}
    />,
  );

it('the small window tells the state, the task, and what this hour has brought', () => {
  const html = shown({ phase: 'mining', current: [task] });
  expect(html).toContain('drawing with draw');
  expect(html).toMatch(/<progress[^>]*max="4"[^>]*value="3"/);
  expect(html).toContain('This hour: 2 CAI');
  expect(html).toContain('>Pause<');
});

it('lets a paused tab go on, and one that does not mine start with the models that were chosen', () => {
  expect(shown({ phase: 'mining', resting: true }, { isPaused: true })).toContain('>Go on<');
  expect(shown({ phase: 'off' })).toMatch(/aria-disabled="false"[^>]*>Start mining</);
  expect(shown({ phase: 'off' }, { canStart: false })).toMatch(/aria-disabled="true"[^>]*>Start mining</);
});

it('is offered where the browser has such windows', async () => {
  expect(hasPictures({})).toBe(false);
  expect(hasPictures({ documentPictureInPicture: {} })).toBe(true);
  await expect(openPictureWindow({} as never)).rejects.toThrow('no such window');
});
