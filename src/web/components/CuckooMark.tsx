/** The logo: a cuckoo that calls from the round door of an egg. */
export function CuckooMark({ size }: { size: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <path className="mark-egg" d="M32 3c15 0 25 21 25 37 0 14-10 21-25 21S7 54 7 40C7 24 17 3 32 3Z" />
      <circle cx="30" cy="37" r="17" className="mark-door" />
      <path
        className="mark-head"
        d="M15 45a16 16 0 0 1 2-17c5-6 16-7 22-1 5 5 5 14 0 20-3 4-7 6-11 6-5 0-10-3-13-8Z"
      />
      <path className="mark-beak" d="m38 27 23-4-19 11Zm4 8 15 7-18-1Z" />
      <circle cx="32" cy="31" r="4" fill="#ffd166" />
      <circle cx="32.5" cy="31" r="2" fill="#1b1b1b" />
      <g className="mark-speckles">
        <circle cx="24" cy="12" r="1.6" />
        <circle cx="39" cy="13" r="2" />
        <circle cx="49" cy="52" r="1.7" />
      </g>
    </svg>
  );
}
