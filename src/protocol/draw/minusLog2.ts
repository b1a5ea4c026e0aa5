const WORD_BITS = 256n;
const FRACTION_BITS = 64n;
const MANTISSA_BITS = 128n;
const MANTISSA_LIMIT = 1n << MANTISSA_BITS;

function floorLog2(x: bigint): bigint {
  return BigInt(x.toString(2).length - 1);
}

/**
 * −log2((hash + 1) / 2^256) in Q64 fixed point, by repeated squaring of a 128-bit mantissa; bit-equal with
 * contracts/src/Lottery.sol. The base of the logarithm does not matter, because scores are only compared.
 *
 * For a hash whose h + 1 has at most 128 significant bits, it is never below the true value, and above it by
 * less than 2^-63: cutting off the mantissa after each of the 64 squarings costs less than 2^-125 in all, and
 * stopping after 64 bits less than 2^-64.
 * @param hash a uint256
 * @returns 0 .. 256·2^64
 *
 * @example
 * minusLog2(2n ** 255n - 1n); // 1n << 64n
 */
export function minusLog2(hash: bigint): bigint {
  const x = hash + 1n;
  const exponent = floorLog2(x);
  if (exponent === WORD_BITS) return 0n;
  const shift = exponent - (MANTISSA_BITS - 1n);
  let mantissa = shift >= 0n ? x >> shift : x << -shift;
  let log2 = exponent << FRACTION_BITS;
  for (let bit = FRACTION_BITS - 1n; bit >= 0n; bit--) {
    mantissa = (mantissa * mantissa) >> (MANTISSA_BITS - 1n);
    if (mantissa >= MANTISSA_LIMIT) {
      mantissa >>= 1n;
      log2 |= 1n << bit;
    }
  }
  return (WORD_BITS << FRACTION_BITS) - log2;
}
