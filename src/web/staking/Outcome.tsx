/** What a transaction will leave, read out when it changes. Several lines are steps. */
export function Outcome({ lines }: { lines: readonly string[] }) {
  return (
    <div className="outcome" aria-live="polite">
      {lines.length > 1 ? (
        <ol>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      ) : (
        <p>{lines[0] ?? ''}</p>
      )}
    </div>
  );
}
