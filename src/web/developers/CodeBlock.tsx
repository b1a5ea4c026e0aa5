import type { ReactNode } from 'react';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';

/** A program to copy. */
export function CodeBlock({ title, code, note }: { title: string; code: string; note?: ReactNode }) {
  return (
    <section className="card code-block" aria-label={title}>
      <div className="section-head">
        <h3>{title}</h3>
        <CopyButton content={code} what={title} />
      </div>
      <pre>
        <code>{code}</code>
      </pre>
      {note !== undefined && <p className="muted">{note}</p>}
    </section>
  );
}
