import { type ApiCaseDetail, apiCaseDetailSchema } from '#protocol/messages/apiCase.ts';
import { read } from '#web/coordinator/coordinatorApi.ts';

/** @throws ApiFailure `case_not_found` among others */
export const readCase = (baseUrl: string, id: string): Promise<ApiCaseDetail> =>
  read(baseUrl, `/v1/cases/${id}`, apiCaseDetailSchema);
