import { pino } from 'pino';
import { expect, it } from 'vitest';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { CaseClerk } from '#coordinator/court/caseClerk.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import { testCase } from '#coordinator/testing/testCase.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const us = accountOf('coordinator').address;
const DURATION = 3 * 150 + 2 * 30 + 20 + 32;

/** Cases by their number, opened at these moments; those in `settled` have a verdict. */
function setUp(openedAt: number[], settled: bigint[] = []) {
  const heard: string[] = [];
  const reads: bigint[] = [];
  const levels: number[] = [];
  const scene = { seconds: 1_000, failing: new Map<bigint, Error>(), isOver: true };
  const clerk = new CaseClerk({
    court: {
      terms: async () => testTerms,
      caseCount: async () => BigInt(openedAt.length),
      readCase: async (caseId) => {
        reads.push(caseId);
        const start = openedAt[Number(caseId) - 1]!;
        const end = settled.includes(caseId) ? { settledAt: start + 1, verdict: 'wrong' as const } : {};
        // An appeal was called by somebody else.
        return testCase({ caseId, round: caseId === 2n ? 1 : 0, start }, end);
      },
      readJury: async (caseId) => testCase({ caseId, round: 0, start: 0 }, {}, { party: us }).jury,
    },
    opener: { open: async () => 1n, keep: async () => ({}) as never },
    juries: {
      attend: async ({ caseId }, _time, isOurs) => {
        const error = scene.failing.get(caseId);
        if (error !== undefined) throw error;
        heard.push(`jury of ${caseId}${isOurs ? ', ours' : ''}`);
      },
      forget: () => undefined,
    },
    verdicts: {
      attend: async ({ caseId }) => {
        heard.push(`verdict on ${caseId}`);
        return scene.isOver;
      },
    },
    clock: { read: async () => ({ block: 1n, seconds: scene.seconds }) },
    operator: us,
    log: pino({ level: 'info' }, { write: (line: string) => void levels.push(JSON.parse(line).level) }),
  });
  const attend = async () => {
    heard.length = 0;
    reads.length = 0;
    await clerk.attend();
    return [...heard];
  };
  return { attend, reads, levels, scene };
}

it('attends to all cases, its own and others’, the newest first', async () => {
  const { attend } = setUp([900, 900, 900], [1n]);
  expect(await attend()).toEqual(['jury of 3', 'jury of 2, ours', 'verdict on 1']);
});

it('goes on with the other cases when one fails, and tries it again', async () => {
  const { attend, scene, levels } = setUp([900, 900, 900]);
  scene.failing.set(3n, new Error('broken'));
  scene.failing.set(2n, new CourtError('TOO_LATE', 'Somebody else was first.'));
  expect(await attend()).toEqual(['jury of 1']);
  expect(levels).toEqual([50, 30]);
  scene.failing.clear();
  expect(await attend()).toEqual(['jury of 3', 'jury of 2, ours', 'jury of 1']);
});

it('comes back to a settled case until nothing is left to do in it', async () => {
  const { attend, scene, reads } = setUp([900], [1n]);
  scene.isOver = false;
  expect([await attend(), await attend()]).toEqual([['verdict on 1'], ['verdict on 1']]);
  scene.isOver = true;
  expect([await attend(), await attend()]).toEqual([['verdict on 1'], []]);
  expect(reads).toEqual([]);
});

it.each([
  [DURATION, ['jury of 3', 'jury of 2, ours']],
  [DURATION + 1, ['jury of 3']],
])('leaves cases alone %i s after they were opened, and does not read older ones', async (age, heard) => {
  const { attend, scene, reads } = setUp([100, 200, 900]);
  scene.seconds = 200 + age;
  expect(await attend()).toEqual(heard);
  expect(reads).toEqual(age === DURATION ? [3n, 2n, 1n] : [3n, 2n]);
});

it('reads 200 cases at most in a pass, and in the end all, however many are opened', async () => {
  const openedAt = Array.from({ length: 201 }, () => 900);
  const { attend, reads } = setUp(openedAt);
  await attend();
  expect([reads.length, reads.at(-1)]).toEqual([200, 2n]);
  openedAt.push(900);
  await attend();
  expect([reads.length, reads[0], reads[1]]).toEqual([200, 202n, 1n]);
});
