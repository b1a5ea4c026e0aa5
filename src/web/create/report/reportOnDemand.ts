import { onDemand } from '#web/design/onDemand.tsx';
import { loadMessages } from '#web/language/current.ts';

/** The way to report a result, with its words: loaded where one was found wrong. */
export const ReportOnDemand = onDemand(async () => {
  const loading = [import('#web/create/report/ReportPanel.tsx'), loadMessages('evidence')] as const;
  return (await Promise.all(loading))[0].ReportPanel;
});
