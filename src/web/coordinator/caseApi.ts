import { z } from 'zod';
import { type ApiCaseDetail, apiCaseDetailSchema, apiCaseSchema } from '#protocol/messages/apiCase.ts';
import { read } from '#web/coordinator/coordinatorApi.ts';

const caseListSchema = z.object({ data: z.array(apiCaseSchema), has_more: z.boolean() });
export type CaseList = z.output<typeof caseListSchema>;

/** Cases that are asked for at once. */
export const CASES_ON_A_PAGE = 20;

/**
 * Cases of the whole network, newest first.
 * @param before only those with lower numbers
 * @throws ApiFailure
 */
export const listCases = (baseUrl: string, before: string | null): Promise<CaseList> =>
  read(
    baseUrl,
    `/v1/cases?limit=${CASES_ON_A_PAGE}${before === null ? '' : `&before=${before}`}`,
    caseListSchema,
  );

/** @throws ApiFailure `case_not_found` among others */
export const readCase = (baseUrl: string, id: string): Promise<ApiCaseDetail> =>
  read(baseUrl, `/v1/cases/${id}`, apiCaseDetailSchema);
