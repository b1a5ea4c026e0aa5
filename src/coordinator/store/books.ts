import { randomBytes } from 'node:crypto';
import type { Address, Hex } from 'viem';
import { StartupError } from '#coordinator/startup/startupError.ts';
import type { Database } from '#coordinator/store/database.ts';
import { books } from '#coordinator/store/schema.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

const ONLY_ROW = 1;
const SECRET_BYTES = 32;

/**
 * Binds a database to one operator key on one deployment. Vouchers are cumulative, so amounts from another
 * deployment would be promised here again: such a database is refused. The first block's hash tells a devnet
 * that was reset from the old one.
 * @returns the database's own secret, and when it was opened first, in ms since 1970
 * @throws StartupError FOREIGN_DATA
 */
export async function openBooks(
  db: Database,
  owner: { network: NetworkIdentity; firstBlock: Hex; operator: Address; nowMs: number },
): Promise<{ secret: Uint8Array; openedAt: number }> {
  const { network, firstBlock, operator, nowMs } = owner;
  const identity = [network.chainId, firstBlock, network.staking, network.payments, operator]
    .join(' ')
    .toLowerCase();
  await db
    .insert(books)
    .values({ id: ONLY_ROW, identity, secret: randomBytes(SECRET_BYTES), openedAt: nowMs })
    .onConflictDoNothing();
  const [row] = await db.select().from(books);
  if (row?.identity !== identity) {
    throw new StartupError(
      'FOREIGN_DATA',
      'The database belongs to another network or another coordinator key: set DATA_DIR (or DATABASE_URL) to a new one.',
    );
  }
  return { secret: row.secret, openedAt: row.openedAt };
}
