import type { z } from 'zod';

const UNIT: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

/**
 * What is wrong with a parameter, in a sentence for people.
 * @param param its path, such as messages.0.content; empty for the whole body
 */
export function issueSentence(issue: z.core.$ZodIssue, param: string): string {
  const subject = param === '' ? 'The request' : `The parameter ${param}`;
  switch (issue.code) {
    case 'invalid_type':
      // An absent field is read as undefined.
      return issue.message.includes('undefined')
        ? `${subject} is missing.`
        : `${subject} must be of type ${issue.expected}.`;
    case 'too_small': {
      const unit = UNIT[issue.origin];
      if (unit !== undefined && Number(issue.minimum) === 1) return `${subject} must not be empty.`;
      const bound = issue.inclusive === false ? 'above' : 'at least';
      return `${subject} must ${unit === undefined ? 'be' : 'have'} ${bound} ${issue.minimum}${unit ?? ''}.`;
    }
    case 'too_big': {
      const unit = UNIT[issue.origin];
      return `${subject} may ${unit === undefined ? 'be' : 'have'} at most ${issue.maximum}${unit ?? ''}.`;
    }
    case 'invalid_value':
      return `${subject} must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}.`;
    default:
      // zod's own words tell of patterns; a schema's message says what it must be.
      if (issue.message.startsWith('Invalid')) return `${subject} does not have the right form.`;
      return `${subject} ${issue.message}.`;
  }
}
