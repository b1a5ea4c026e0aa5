import '#network/polyfill.ts';
import { openBooks } from '#coordinator/store/books.ts';
import { openFolderDatabase } from '#coordinator/store/database.ts';
import { startTestCoordinator } from '#coordinator/testing/testCoordinator.ts';
import { COORDINATOR, NETWORK, nodeOf, TestRoster } from '#coordinator/testing/world.ts';

/**
 * A coordinator in a process of its own, for tests that kill it. The first argument is its database's folder.
 */
const { db } = await openFolderDatabase(process.argv[2]!);
const firstBlock = `0x${'0'.repeat(64)}` as const;
const owner = { network: NETWORK, firstBlock, operator: COORDINATOR.address };
const { secret } = await openBooks(db, { ...owner, nowMs: Date.now() });
const roster = new TestRoster([nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
const coordinator = await startTestCoordinator(db, roster, { secret });
process.send!({ apiPort: coordinator.apiPort, multiaddrs: coordinator.multiaddrs() });
