import { DocLayout } from '#web/docs/DocLayout.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

/** What is staked first, then who works, then how work is checked and paid. */
const ENTRIES: { term: MessageKey; meaning: MessageKey }[] = [
  { term: 'docs.glossaryPage.cai', meaning: 'docs.glossaryPage.caiMeaning' },
  { term: 'docs.glossaryPage.stake', meaning: 'docs.glossaryPage.stakeMeaning' },
  { term: 'docs.glossaryPage.idleStake', meaning: 'docs.glossaryPage.idleStakeMeaning' },
  { term: 'docs.glossaryPage.node', meaning: 'docs.glossaryPage.nodeMeaning' },
  { term: 'docs.glossaryPage.miner', meaning: 'docs.glossaryPage.minerMeaning' },
  { term: 'docs.glossaryPage.coordinator', meaning: 'docs.glossaryPage.coordinatorMeaning' },
  { term: 'docs.glossaryPage.vote', meaning: 'docs.glossaryPage.voteMeaning' },
  { term: 'docs.glossaryPage.bond', meaning: 'docs.glossaryPage.bondMeaning' },
  { term: 'docs.glossaryPage.commission', meaning: 'docs.glossaryPage.commissionMeaning' },
  { term: 'docs.glossaryPage.emission', meaning: 'docs.glossaryPage.emissionMeaning' },
  { term: 'docs.glossaryPage.task', meaning: 'docs.glossaryPage.taskMeaning' },
  { term: 'docs.glossaryPage.draw', meaning: 'docs.glossaryPage.drawMeaning' },
  { term: 'docs.glossaryPage.receipt', meaning: 'docs.glossaryPage.receiptMeaning' },
  { term: 'docs.glossaryPage.audit', meaning: 'docs.glossaryPage.auditMeaning' },
  { term: 'docs.glossaryPage.jury', meaning: 'docs.glossaryPage.juryMeaning' },
  { term: 'docs.glossaryPage.slash', meaning: 'docs.glossaryPage.slashMeaning' },
  { term: 'docs.glossaryPage.jail', meaning: 'docs.glossaryPage.jailMeaning' },
  { term: 'docs.glossaryPage.coolDown', meaning: 'docs.glossaryPage.coolDownMeaning' },
  { term: 'docs.glossaryPage.operatorKey', meaning: 'docs.glossaryPage.operatorKeyMeaning' },
  { term: 'docs.glossaryPage.voucher', meaning: 'docs.glossaryPage.voucherMeaning' },
];

/** The words that the pages use, each in a sentence or two. */
export function GlossaryPage() {
  return (
    <DocLayout path="/docs/glossary">
      <dl className="glossary">
        {ENTRIES.map(({ term, meaning }) => (
          <div key={term}>
            <dt>{t(term)}</dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </DocLayout>
  );
}
