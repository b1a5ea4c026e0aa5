/** A speckled egg, shown while there is no result. It wobbles during the work. */
export function Egg({ working }: { working: boolean }) {
  return (
    <svg className="egg" viewBox="0 0 100 120" aria-hidden="true" data-working={working}>
      <path d="M50 6c26 0 42 38 42 66 0 26-18 42-42 42S8 98 8 72C8 44 24 6 50 6Z" />
      <g>
        <circle cx="34" cy="44" r="4" />
        <circle cx="60" cy="30" r="3" />
        <circle cx="70" cy="62" r="5" />
        <circle cx="42" cy="84" r="4" />
        <circle cx="26" cy="70" r="2.5" />
        <circle cx="64" cy="94" r="3" />
        <circle cx="50" cy="58" r="2" />
      </g>
    </svg>
  );
}
