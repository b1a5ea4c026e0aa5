import { CodedError } from '#protocol/codedError.ts';

/** Why a case is not shown. */
export class CaseBookError extends CodedError<'BUSY'> {
  override readonly name = 'CaseBookError';

  constructor() {
    super('BUSY', 'Too many cases are read from the chain at the moment.');
  }
}
