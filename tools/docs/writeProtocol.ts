/** Fills in the tables of docs/protocol.md from the code:  npm run docs:protocol */
import { readFileSync, writeFileSync } from 'node:fs';
import { withProtocolTables } from '#tools/docs/protocolTables.ts';

const PAGE = 'docs/protocol.md';
writeFileSync(PAGE, withProtocolTables(readFileSync(PAGE, 'utf8')));
