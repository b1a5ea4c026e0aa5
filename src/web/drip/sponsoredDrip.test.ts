import { expect, it } from 'vitest';
import { sponsoredDrip } from '#web/drip/sponsoredDrip.ts';

/** A faucet and a sponsor, whose transaction is in a block and drips, or is any other. */
function setUp(sponsor: { drips: boolean }, nextDripAt = 0) {
  const calls: string[] = [];
  let next = nextDripAt;
  const run = () =>
    sponsoredDrip({
      nextDripAt: async () => next,
      ask: async () => {
        calls.push('ask');
        return '0x07';
      },
      wait: async (transaction) => {
        calls.push(`wait ${transaction}`);
        if (sponsor.drips) next += 86_400;
      },
    });
  return { run, calls };
}

it.each([0, 1_000])('takes a drip that the chain knows of; the one before was over at %i', async (before) => {
  const { run, calls } = setUp({ drips: true }, before);
  await run();
  expect(calls).toEqual(['ask', 'wait 0x07']);
});

it.each([0, 1_000])(
  'takes no other transaction for a drip: the one before was over at %i',
  async (before) => {
    await expect(setUp({ drips: false }, before).run()).rejects.toMatchObject({ code: 'no_drip' });
  },
);
