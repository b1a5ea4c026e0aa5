import '#network/polyfill.ts';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolderDatabase } from '#coordinator/store/database.ts';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';
import { EMPTY_DATABASE } from '#devnet/build/emptyDatabase.ts';

/** The build's step that makes `EMPTY_DATABASE` anew. */

const made = join(PROJECT_ROOT, EMPTY_DATABASE);
const workplace = `${made}.part`;
await rm(workplace, { recursive: true, force: true });
await (await openFolderDatabase(workplace)).close();
await rm(made, { recursive: true, force: true });
await rename(join(workplace, 'database'), made);
await rm(workplace, { recursive: true });
