import { describe, expect, it } from 'vitest';
import { RunTimings } from '#inference/decoder/runTimings.ts';

describe('RunTimings', () => {
  it('returns the quickest of the latest runs of a width', () => {
    const timings = new RunTimings();
    for (const ms of [900, 30, 40]) timings.recordRun(4, ms);
    expect(timings.ofRun(4)).toBe(30);
  });

  it('returns Infinity for a width that was not run', () => {
    const timings = new RunTimings();
    timings.recordRun(4, 30);
    expect(timings.ofRun(1)).toBe(Infinity);
  });

  it('forgets a quick run after five slower ones', () => {
    const timings = new RunTimings();
    timings.recordRun(4, 30);
    for (let run = 0; run < 5; run++) timings.recordRun(4, 70);
    expect(timings.ofRun(4)).toBe(70);
  });
});
