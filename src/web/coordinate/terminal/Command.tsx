/** A command for a terminal. It wraps, so that a phone shows all of it. */
export function Command({ children }: { children: string }) {
  return (
    <pre className="command">
      <code>{children}</code>
    </pre>
  );
}
