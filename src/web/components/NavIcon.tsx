import type { ReactNode } from 'react';

const SHAPES = {
  create: <path d="M12 3c4 0 7 6 7 10.5S16 21 12 21s-7-3-7-7.5S8 3 12 3Zm-2 9 2 2 3-4" />,
  mine: <path d="M3 11 12 4l9 7M6 9.5V18h12V9.5M12 18v3m-2 0h4M12 9.5v4l2.5 1.5" />,
  stake: <path d="M3 12c1 5 5 8 9 8s8-3 9-8M4 12h16M8 12c0-4 1.5-7 4-7s4 3 4 7" />,
  explore: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm4 5-2.5 5.5L8 16l2.5-5.5L16 8Z" />,
  developers: <path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14" />,
} satisfies Record<string, ReactNode>;

export type NavIconName = keyof typeof SHAPES;

export function NavIcon({ name }: { name: NavIconName }) {
  return (
    <svg className="nav-icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
