import { FIRST_AUDITED, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { Figure } from '#web/components/Figure.tsx';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { percentOf } from '#web/trust/stakeSentence.ts';
import { useCourtTerms } from '#web/trust/useCases.ts';

const STEPS: { title: string; text: string }[] = [
  {
    title: 'A miner signs its work',
    text: 'With every result, a miner signs which task it did, the result, and a fingerprint of the steps in between. It cannot change any of that later.',
  },
  {
    title: 'Audits are drawn',
    text: `A block that comes after the signature draws which results are checked, so nobody knows before. The first ${FIRST_AUDITED} results of a miner with a model are all checked, and later never less than 1 in ${1 / LEAST_AUDITED}. A wrong result is not paid. It is made again, free of charge.`,
  },
  {
    title: 'A jury decides',
    text: 'A failed audit is not a verdict. Miners drawn by stake run the task again on their own GPUs and vote in secret. Whoever disagrees with them can call a larger jury.',
  },
];

function Costs() {
  const { data: terms } = useCourtTerms();
  return (
    <li className="card how-step">
      <h3>Cheating costs more than it brings</h3>
      <p>A wrong result costs a part of all stake behind the node, and its work while it is jailed.</p>
      <dl className="figures">
        <Figure name="A wrong result costs" note="of the stake">
          {terms && percentOf(terms.slashBps)}
        </Figure>
        <Figure name="First jury" note="seats on average">
          {terms && formatCount(terms.seats)}
        </Figure>
        <Figure name="A juror earns" note="a seat that agrees">
          {terms && formatCai(terms.pay)}
        </Figure>
        <Figure name="A juror loses" note="a seat that does not">
          {terms && formatCai(terms.fine)}
        </Figure>
      </dl>
    </li>
  );
}

/** How results of strangers' browsers come to be trusted. */
export function HowItWorks() {
  return (
    <section className="section" aria-labelledby="how-title">
      <div className="section-head">
        <h2 id="how-title">How it works</h2>
      </div>
      <ol className="cards how">
        {STEPS.map(({ title, text }) => (
          <li key={title} className="card how-step">
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
        <Costs />
      </ol>
    </section>
  );
}
