declare module 'virtual:audit-figures' {
  import type { AuditFigures } from '#web/trust/measured/auditFigures.ts';

  /** Made by tools/trust/auditFigures.ts from the committed raw data. */
  const figures: AuditFigures;
  export default figures;
}
