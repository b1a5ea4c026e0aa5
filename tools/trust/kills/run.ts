/**
 * Plays the story of a wrong result with a death at every step, of the coordinator, of tabs and of the
 * chain's node:
 *   npm run trust:kills
 */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['vitest', 'run', 'tools/trust/kills', '--reporter=verbose'], {
  stdio: 'inherit',
  env: { ...process.env, CUCKOO_KILLS: 'all' },
});
process.exitCode = status ?? 1;
