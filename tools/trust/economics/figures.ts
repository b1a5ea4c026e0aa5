/** How the page of economics writes its figures. */

/** CAI with as many digits as it takes to tell it from zero. */
export const cai = (value: number): string => {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  // No minus in front of a zero.
  return (Math.round(value * 10 ** digits) / 10 ** digits + 0).toLocaleString('en');
};

/** A share in percent, with two significant digits. */
export const share = (value: number | undefined): string =>
  value === undefined ? '—' : `${Number((100 * value).toPrecision(2))} %`;

/** To two digits. */
export const amount = (value: number | undefined): string =>
  value === undefined ? '—' : Number(value.toPrecision(2)).toLocaleString('en');

/** A share in percent, with three significant digits. */
export const figure = (value: number): string => `${Number((100 * value).toPrecision(3))} %`;
