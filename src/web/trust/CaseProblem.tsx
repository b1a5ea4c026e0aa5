import { t } from '#web/language/translate.ts';

interface CaseProblemProps {
  what: string;
  why: string;
  /** Of its heading. */
  level: 1 | 2;
  onRetry: () => void;
}

/** Cases cannot be shown now. */
export function CaseProblem({ what, why, level, onRetry }: CaseProblemProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="notice" role="alert">
      <Heading>{what}</Heading>
      <p>{why}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t('trust.caseProblem.tryAgain')}
      </button>
    </div>
  );
}
