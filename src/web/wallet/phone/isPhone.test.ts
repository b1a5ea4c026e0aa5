import { expect, it } from 'vitest';
import { isPhone } from '#web/wallet/phone/isPhone.ts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15';

it.each([
  ['an iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)', 5, true],
  ['an Android phone', 'Mozilla/5.0 (Linux; Android 16; Pixel 9)', 5, true],
  ['an iPad, which says that it is a Mac', MAC, 5, true],
  ['a Mac', MAC, 0, false],
  ['a laptop with a touch screen', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 10, false],
])('isPhone on %s', (_, userAgent, maxTouchPoints, phone) => {
  expect(isPhone({ userAgent, maxTouchPoints } as Navigator)).toBe(phone);
});
