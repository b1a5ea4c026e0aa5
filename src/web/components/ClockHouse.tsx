import type { ReactNode } from 'react';

interface ClockHouseProps {
  /** The pendulum swings. */
  working: boolean;
  /** The bird is out. */
  calling: boolean;
  children: ReactNode;
}

/** A cuckoo clock around the result: its pendulum swings during the work, its bird comes out at the end. */
export function ClockHouse({ working, calling, children }: ClockHouseProps) {
  return (
    <div className="clock" data-working={working} data-calling={calling}>
      <svg className="clock-roof" viewBox="0 0 400 96" aria-hidden="true">
        <path className="clock-gable" d="M28 96V84L200 7l172 77v12Z" />
        <circle className="clock-door" cx="200" cy="66" r="25" />
        <g className="clock-bird">
          <path
            className="mark-head"
            d="M182 76c-4-12 3-25 16-26 11-1 20 8 19 19-1 12-9 20-18 20-7 0-14-5-17-13Z"
          />
          <path className="mark-beak" d="m213 56 24-5-20 13Zm4 10 16 8-19-2Z" />
          <circle cx="206" cy="62" r="4.2" fill="#ffd166" />
          <circle cx="206.5" cy="62" r="2" fill="#1b1b1b" />
        </g>
        <path className="clock-eaves" d="M8 94 200 8l192 86" />
        <path className="clock-shingles" d="M62 88 200 26l138 62" />
      </svg>
      <div className="clock-face">{children}</div>
      <svg className="clock-weights" viewBox="0 0 400 74" aria-hidden="true">
        <g className="clock-pendulum">
          <path className="clock-rod" d="M200 0v46" />
          <path className="clock-bob" d="M200 34c9 8 15 13 15 22a15 15 0 0 1-30 0c0-9 6-14 15-22Z" />
        </g>
        <path className="clock-chain" d="M120 0v24M280 0v40" />
        <path className="clock-cone" d="M120 22c8 5 10 14 8 22-2 7-6 11-8 14-2-3-6-7-8-14-2-8 0-17 8-22Z" />
        <path className="clock-cone" d="M280 38c8 4 9 11 8 17-2 7-6 11-8 14-2-3-6-7-8-14-1-6 0-13 8-17Z" />
      </svg>
    </div>
  );
}
