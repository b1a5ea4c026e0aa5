import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { testAbsenceStore } from '#coordinator/channels/testing/absenceStoreSuite.ts';
import { testEvidenceStore } from '#coordinator/court/testing/evidenceStoreSuite.ts';
import { testReportStore } from '#coordinator/court/testing/reportStoreSuite.ts';
import { testVoteStore } from '#coordinator/court/testing/voteStoreSuite.ts';
import { type OpenDatabase, openServerDatabase } from '#coordinator/store/database.ts';
import { testAuditStore } from '#coordinator/store/testing/auditStoreSuite.ts';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '#coordinator/store/testing/postgresServer.ts';
import { testTaskStore } from '#coordinator/store/testing/taskStoreSuite.ts';

const programs = findPostgres();
let server: PostgresServer;
const opened: OpenDatabase[] = [];
const onError = vi.fn();
const onLost = vi.fn();

async function open(): Promise<OpenDatabase> {
  const database = await openServerDatabase(server.url, { onError, onLost });
  opened.push(database);
  return database;
}
const closeAll = () => Promise.all(opened.splice(0).map((database) => database.close()));

// Without Postgres there is nothing to test: its programs are no package of npm.
describe.skipIf(programs === undefined)('a Postgres server', () => {
  beforeAll(async () => {
    server = await startPostgres(programs!);
  });
  afterAll(() => server.stop());

  describe.each([
    ['tasks', testTaskStore],
    ['audits', testAuditStore],
    ['jurors’ votes', testVoteStore],
    ['evidence', testEvidenceStore],
    ['reports of wrong draws', testReportStore],
    ['absences', testAbsenceStore],
  ])('keeps %s:', (_, testStore) => {
    let database: OpenDatabase;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(closeAll);
    testStore({
      get db() {
        return database.db;
      },
    });
  });

  describe('serves one coordinator', () => {
    afterEach(closeAll);

    it('until that closes it', async () => {
      const first = await open();
      await expect(open()).rejects.toMatchObject({ code: 'DATA_IN_USE' });
      opened.length = 0;
      await first.close();
      await open();
    });

    it('whose connections are cut: it goes on, and takes the lock again', async () => {
      const { db } = await open();
      const other = new pg.Client({ connectionString: server.url });
      await other.connect();
      const holder = async () => {
        const held = "select pid from pg_locks where locktype = 'advisory' and granted";
        return (await other.query<{ pid: number }>(held)).rows[0]?.pid;
      };
      const before = await holder();
      await other.query('select pg_terminate_backend($1)', [before]);
      await vi.waitFor(async () => expect([undefined, before]).not.toContain(await holder()), 20_000);
      await other.end();
      await expect(open()).rejects.toMatchObject({ code: 'DATA_IN_USE' });
      await db.execute(sql`select 1`);
      expect([onError.mock.calls.length, onLost.mock.calls.length]).toEqual([1, 0]);
    });
  });
});
