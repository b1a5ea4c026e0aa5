import {
  type ApiNodeRecord,
  apiNodeRecordsSchema,
  MOST_NODES_ON_A_PAGE,
} from '#protocol/messages/apiNode.ts';
import { read } from '#web/coordinator/coordinatorApi.ts';

/** Pages that are read of one coordinator: more nodes than any network has, and no endless list. */
const MOST_PAGES = 50;

const path = (after: string, limit: number): string => `/v1/network/nodes?after=${after}&limit=${limit}`;

/**
 * What a coordinator knows of all miners that worked for it.
 * @throws ApiFailure
 */
export async function listNodeRecords(baseUrl: string): Promise<ApiNodeRecord[]> {
  const records: ApiNodeRecord[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const after = records.at(-1)?.node ?? '0';
    const { data, has_more } = await read(baseUrl, path(after, MOST_NODES_ON_A_PAGE), apiNodeRecordsSchema);
    // Each node once: a list that is out of order repeats some.
    for (const record of data)
      if (BigInt(record.node) > BigInt(records.at(-1)?.node ?? '0')) records.push(record);
    if (!has_more || data.length === 0) break;
  }
  return records;
}

/**
 * What a coordinator knows of one node; nothing if it never worked for it.
 * @throws ApiFailure
 */
export async function readNodeRecord(baseUrl: string, nodeId: bigint): Promise<ApiNodeRecord[]> {
  const { data } = await read(baseUrl, path(String(nodeId - 1n), 1), apiNodeRecordsSchema);
  return data.filter(({ node }) => node === String(nodeId));
}
