import { SHARED_MS, type SharedResult } from '#coordinator/shared/sharedResults.ts';
import type { ApiSharedResult } from '#protocol/task/apiShared.ts';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** A shared result as the API shows it. */
export const sharedView = ({ sharedAt, ...result }: SharedResult): ApiSharedResult => ({
  ...{ ...result, object: 'shared_result', shared_at: seconds(sharedAt) },
  ...{ until: seconds(sharedAt + SHARED_MS), result_url: `/v1/network/shared/${result.id}/result` },
});
