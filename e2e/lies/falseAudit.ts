import { AuditorThread } from '#coordinator/audit/backEnds/auditorThread.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';

/** How far beyond their bounds the measures are said to be. */
const TIMES = 3;

/** The first result that each back end audits, or compares, is said to be wrong, whatever it measures. */
function accuseTheFirst(): void {
  const { audit, compare } = AuditorThread.prototype;
  const told = new WeakSet<AuditorThread>();
  AuditorThread.prototype.audit = async function (work) {
    const measure = await audit.call(this, work);
    if (told.has(this)) return measure;
    told.add(this);
    return beyond(measure);
  };
  AuditorThread.prototype.compare = async function (results) {
    const measure = await compare.call(this, results);
    if (told.has(this)) return measure;
    told.add(this);
    return beyond(measure);
  };
}

const beyond = ({ measures }: AuditMeasure): AuditMeasure => ({
  measures: Object.fromEntries(
    Object.entries(measures).map(([name, { bound }]) => [name, { value: TIMES * bound, bound }]),
  ),
});

accuseTheFirst();
