import { describe, expect, it } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { RecentTask } from '#miner/status/minerStatus.ts';
import {
  DAY_S,
  dailyPace,
  type EarnedHour,
  earnedSpans,
  HOUR_S,
  keptEarnings,
  withKept,
  withTasks,
} from '#web/mine/history/earnedHours.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

/** The beginning of an hour. */
const START = 500_000 * HOUR_S;
const task = (at: number, amountWei = '5', model = 'tales'): RecentTask => ({
  ...{ taskId: '0x01', kind: 'text', model, seconds: 1, amountWei, at },
});
const row = (hour: number, wei: string, model = 'tales', tasks = 1): EarnedHour => ({
  ...{ hour: START + hour * HOUR_S, model, tasks, wei },
});
const HOURS = { seconds: HOUR_S, count: 24 };

describe('withTasks', () => {
  it('adds up each hour and model', () => {
    const rows = withTasks(
      [],
      [task(START), task(START + 3_599, '7'), task(START + 3_600), task(START, '1', 'icons')],
    );
    expect(rows).toEqual([row(0, '12', 'tales', 2), row(0, '1', 'icons'), row(1, '5')]);
    expect(withTasks(rows, [task(START + 3_600, '2')])[2]).toEqual(row(1, '7', 'tales', 2));
  });

  it('keeps a week, by the newest hour', () => {
    const week = 7 * 24;
    expect(withTasks([row(0, '1'), row(1, '1')], [task(START + week * HOUR_S)])).toEqual([
      row(1, '1'),
      row(week, '5'),
    ]);
  });

  it('keeps the newest thousand rows', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => row(0, '1', `model ${at}`));
    const rows = withTasks(many, [task(START + HOUR_S)]);
    expect(rows).toHaveLength(1_000);
    expect([rows[0], rows.at(-1)]).toEqual([row(0, '1', 'model 1'), row(1, '5')]);
  });

  it('counts again after a clock that was wrong, in either direction', () => {
    const year = 365 * 24;
    const ahead = withTasks([row(0, '1')], [task(START + year * HOUR_S)]);
    const back = withTasks(ahead, [task(START + HOUR_S)]);
    expect(back).toEqual([row(1, '5')]);
    expect(withTasks(back, [task(START + 2 * HOUR_S)])).toEqual([row(1, '5'), row(2, '5')]);
    expect(withTasks([row(0, '1'), row(year * 1_000, '9')], [task(START)])).toEqual([
      row(0, '6', 'tales', 2),
    ]);
  });

  it('counts no amount that could not be read back', () => {
    const dear = '9'.repeat(31);
    expect(withTasks([row(0, '1')], [task(START, dear), task(START, '2')])).toEqual([
      row(0, '3', 'tales', 2),
    ]);
    expect(withTasks([row(0, '9'.repeat(30))], [task(START, '1')])).toEqual([row(0, '9'.repeat(30))]);
  });
});

describe('withKept', () => {
  it('takes over what another tab earned, and keeps what this one has more of', () => {
    const own = [row(0, '1'), row(1, '5', 'tales', 3), row(2, '2', 'tales', 1)];
    const kept = [row(0, '1'), row(1, '4', 'tales', 2), row(2, '7', 'tales', 4), row(2, '1', 'icons')];
    expect(withKept(own, kept)).toEqual([
      ...[row(0, '1'), row(1, '5', 'tales', 3), row(2, '7', 'tales', 4)],
      row(2, '1', 'icons'),
    ]);
  });
});

describe('keptEarnings', () => {
  const network = { chainId: 7, contracts: { staking: '0x01' } } as unknown as NetworkConfig;

  it('gives the hours back after a reload', () => {
    const storage = memoryStorage();
    keptEarnings(network, () => storage).write([row(0, '12')]);
    expect(keptEarnings(network, () => storage).read()).toEqual([row(0, '12')]);
    expect(storage.getItem('cuckoo.earned.7.0x01')).not.toBeNull();
  });

  it('gives nothing where there are more than are ever kept', () => {
    const storage = memoryStorage();
    const rows = Array.from({ length: 1_001 }, (_, at) => row(at, '1'));
    keptEarnings(network, () => storage).write(rows);
    expect(keptEarnings(network, () => storage).read()).toBeUndefined();
    keptEarnings(network, () => storage).write(rows.slice(1));
    expect(keptEarnings(network, () => storage).read()).toHaveLength(1_000);
  });

  it.each(['-1', 'much', '1'.repeat(31)])('gives nothing where an amount is %s', (wei) => {
    const storage = memoryStorage();
    keptEarnings(network, () => storage).write([row(0, wei)]);
    expect(keptEarnings(network, () => storage).read()).toBeUndefined();
  });
});

describe('earnedSpans', () => {
  it('ends with the present hour, and is empty where nothing was earned', () => {
    const spans = earnedSpans(
      [row(0, '5'), row(0, '2', 'icons'), row(-23, '1'), row(-24, '9')],
      START + 10,
      HOURS,
    );
    expect(spans).toHaveLength(24);
    expect(spans[0]).toMatchObject({ from: START - 23 * HOUR_S, wei: 1n });
    expect(spans[1]).toMatchObject({ wei: 0n });
    expect(spans[23]).toEqual({
      ...{ from: START, wei: 7n },
      byModel: new Map([
        ['tales', 5n],
        ['icons', 2n],
      ]),
    });
  });

  it('passes over hours that have not come yet', () => {
    const spans = earnedSpans([row(9, '9'), row(0, '5')], START + 10, HOURS);
    expect(spans.map(({ wei }) => wei).filter((wei) => wei > 0n)).toEqual([5n]);
  });

  it('adds days up', () => {
    const days = earnedSpans([row(0, '5'), row(-23, '1'), row(-24, '9')], START + 10, {
      seconds: DAY_S,
      count: 7,
    });
    expect(days.map(({ wei }) => wei)).toEqual([0n, 0n, 0n, 0n, 0n, 9n, 6n]);
  });
});

describe('dailyPace', () => {
  it.each([
    ['nothing was earned', [], 0, undefined],
    ['an hour has not passed', [row(0, '10')], HOUR_S - 1, undefined],
    ['an hour has passed', [row(0, '10')], HOUR_S, 240n],
    ['it earned in two of four hours', [row(0, '10'), row(2, '10')], 4 * HOUR_S, 120n],
    ['what it earned is a day old', [row(0, '10')], DAY_S, undefined],
  ])('where %s', (_, rows, passed, pace) => {
    expect(dailyPace(rows, START + passed)).toBe(pace);
  });
});
