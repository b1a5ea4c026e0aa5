/** A wallet's avatar: an egg whose colours and speckles follow from the address. Needs no font or network. */
export function EggAvatar({ address, size }: { address: string; size: number }) {
  const digits = address.replace(/^0x/, '').padEnd(40, '0');
  const byte = (index: number) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  const hue = Math.round((byte(0) / 255) * 360);
  const speckles = [1, 4, 7, 10, 13].map((at) => ({
    x: 18 + (byte(at) / 255) * 28,
    y: 16 + (byte(at + 1) / 255) * 34,
    radius: 2 + (byte(at + 2) / 255) * 3,
  }));
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" fill={`hsl(${hue} 35% 28%)`} />
      <path
        d="M32 6c13 0 20 18 20 31 0 13-8 21-20 21s-20-8-20-21C12 24 19 6 32 6Z"
        fill={`hsl(${hue} 45% 88%)`}
      />
      {speckles.map(({ x, y, radius }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={radius} fill={`hsl(${hue} 40% 45%)`} />
      ))}
    </svg>
  );
}
