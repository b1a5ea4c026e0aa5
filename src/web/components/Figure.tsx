import type { ReactNode } from 'react';

/** One number with its name. `children` is the number; while it is unknown a dash keeps the place. */
export function Figure({ name, children, note }: { name: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <span className="digits">{children ?? '–'}</span>
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
