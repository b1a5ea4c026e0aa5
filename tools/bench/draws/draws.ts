/**
 * Measures the draw beside three other ways to draw, and tests by chi-squared that it keeps to the stakes.
 * Prints tables; exits with 1 where a bar is missed. Run: `npm run bench:draws`; it takes three minutes.
 */
import { type Hex, keccak256, numberToHex } from 'viem';
import { chiSquareDeviation, FAIR } from '#protocol/draw/testing/chiSquare.ts';
import { type DrawArm, drawArms, OURS, stakesOf } from '#tools/bench/draws/drawArms.ts';
import { median } from '#tools/bench/median.ts';

const SPEED_SIZES = [100, 1_000, 10_000, 100_000];
const FAIR_SIZES = [3, 40, 1_000, 10_000];
const FAIR_DRAWS = 100_000;
/** Draws a second over 10,000 candidates, on one core. */
const BAR = 1_000;
/** Ten times the candidates may take ten times as long, and a tenth more for the noise of the machine. */
const MOST_GROWTH = 10 * 1.1;
const WARM_UP_MS = 300;
/** All arms take turns so often, because a machine's speed changes from second to second. */
const ROUNDS = 11;
const MEASURE_MS = 150;
/** Draws between two looks at the clock, which takes microseconds. */
const CLOCK_EVERY = 10;
const OFFERS = 20_000;

const taskOf = (i: number): Hex => keccak256(numberToHex(i));
const missed: string[] = [];

/** By CPU time, so that other work on the machine does not count. */
function drawsASecond(draw: DrawArm, ms: number): number {
  const before = process.cpuUsage();
  for (let draws = 1; ; draws++) {
    draw(tasks[draws % tasks.length]!);
    if (draws % CLOCK_EVERY > 0) continue;
    const { user, system } = process.cpuUsage(before);
    const spentMs = (user + system) / 1_000;
    if (spentMs > ms) return (1_000 * draws) / spentMs;
  }
}

const tasks = Array.from({ length: 1_000 }, (_, i) => taskOf(i));
const arms = SPEED_SIZES.flatMap((miners) =>
  Object.entries(drawArms(stakesOf(miners))).map(([name, draw]) => ({
    ...{ miners, name, draw },
    speeds: [] as number[],
  })),
);
for (const { draw } of arms) drawsASecond(draw, WARM_UP_MS);
for (let round = 0; round < ROUNDS; round++)
  for (const { draw, speeds } of arms) speeds.push(drawsASecond(draw, MEASURE_MS));
const ours: Record<number, number> = {};
const speeds = SPEED_SIZES.map((miners) => {
  const row = arms
    .filter((arm) => arm.miners === miners)
    .map(({ name, speeds }) => [name, Math.round(median(speeds))]);
  const speed = Object.fromEntries(row) as Record<string, number>;
  ours[miners] = speed[OURS]!;
  return { candidates: miners, ...speed, 'ms of ours': Number((1_000 / speed[OURS]!).toFixed(3)) };
});
console.log('Draws a second of CPU time, on a roster that is prepared once:');
console.table(speeds);
if (ours[10_000]! < BAR) missed.push(`${ours[10_000]} draws a second over 10,000 candidates, not ${BAR}`);
const growth = ours[10_000]! / ours[100_000]!;
if (growth > MOST_GROWTH) missed.push(`100,000 candidates take ${growth.toFixed(1)} times as long as 10,000`);

console.log(
  `Tasks offered to nobody, to one and to several miners, of ${OFFERS} (the slice rule; others: one):`,
);
console.table(
  FAIR_SIZES.map((miners) => {
    const draw = drawArms(stakesOf(miners))['slice rule']!;
    const counts = [0, 0, 0];
    for (let i = 0; i < OFFERS; i++) counts[Math.min(2, draw(taskOf(i)).length)]!++;
    const [none, one, several] = counts.map((count) => `${((100 * count) / OFFERS).toFixed(1)} %`);
    return { miners, none, one, several };
  }),
);

console.log(`Chi-squared test of our draw over ${FAIR_DRAWS} tasks (passed below ${FAIR} deviations):`);
console.table(
  FAIR_SIZES.map((miners) => {
    const stakes = stakesOf(miners);
    const draw = drawArms(stakes)[OURS]!;
    const wins = stakes.map(() => 0);
    for (let i = 0; i < FAIR_DRAWS; i++) wins[draw(taskOf(i))[0]!]!++;
    const deviations = chiSquareDeviation(wins, stakes);
    if (deviations > FAIR)
      missed.push(`wins of ${miners} miners are ${deviations.toFixed(2)} deviations off`);
    return { miners, deviations: Number(deviations.toFixed(2)) };
  }),
);
if (missed.length > 0) {
  console.error(`Missed: ${missed.join('; ')}.`);
  process.exit(1);
}
