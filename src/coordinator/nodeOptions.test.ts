import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NODE_OPTIONS } from '#coordinator/nodeOptions.ts';

it('npm run coordinator names the options', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: { coordinator: string };
  };
  expect(scripts.coordinator).toBe(`tsx ${NODE_OPTIONS.join(' ')} src/coordinator/command.ts`);
});

it('the options make the young generation smaller than Node’s own', () => {
  const program = `
    const { getHeapSpaceStatistics } = require('node:v8');
    const kept = [];
    for (let at = 0; at < 3e6; at++) kept.push({ at });
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size);`;
  const sizeWith = (options: string[]) =>
    Number(spawnSync(process.execPath, [...options, '-e', program], { encoding: 'utf8' }).stdout);
  expect(sizeWith(NODE_OPTIONS)).toBeGreaterThan(0);
  expect(sizeWith(NODE_OPTIONS)).toBeLessThan(sizeWith([]) / 2);
});
