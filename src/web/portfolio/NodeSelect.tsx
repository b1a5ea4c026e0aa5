import { useId } from 'react';
import { t } from '#web/language/translate.ts';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';

interface NodeSelectProps {
  label: string;
  portfolio: Pick<Portfolio, 'targets' | 'labelOf'>;
  /** A node that is no choice. */
  without?: bigint | undefined;
  /** The first choice, which is no node. */
  first: string;
  /** Undefined for the first choice. */
  chosen: bigint | undefined;
  readOnly: boolean;
  onChoose: (id: bigint | undefined) => void;
}

/** Chooses a node that takes votes, the heaviest first. */
export function NodeSelect(props: NodeSelectProps) {
  const { label, portfolio, without, first, chosen, readOnly, onChoose } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={chosen === undefined ? '' : String(chosen)}
        disabled={readOnly}
        onChange={(event) => onChoose(event.target.value === '' ? undefined : BigInt(event.target.value))}
      >
        <option value="">{first}</option>
        {portfolio.targets
          .filter((node) => node.id !== without)
          .map((node) => (
            <option key={String(node.id)} value={String(node.id)}>
              {t('portfolio.nodeSelect.idRoleKeepsValue', {
                id: portfolio.labelOf(node.id),
                role: node.role,
                value: node.commissionBps / 100,
              })}
            </option>
          ))}
      </select>
    </div>
  );
}
