import { API_TABLES } from '#tools/docs/apiTables.ts';
import { PROTOCOL_TABLES } from '#tools/docs/protocolTables.ts';
import type { Tables } from '#tools/docs/tables.ts';

/** The pages with tables that follow from the code. */
export const PAGES: Readonly<Record<string, Tables>> = {
  'docs/api.md': API_TABLES,
  'docs/protocol.md': PROTOCOL_TABLES,
};
