/** A number as a quotient of integers; nothing is rounded. */
export class Fraction {
  static readonly ZERO = new Fraction(0n);

  readonly numerator: bigint;
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator = 1n) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  plus(other: Fraction): Fraction {
    if (this.denominator === other.denominator) {
      return new Fraction(this.numerator + other.numerator, this.denominator);
    }
    return reduced(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.numerator, other.denominator));
  }

  times(other: Fraction): Fraction {
    return reduced(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(other: Fraction): Fraction {
    return reduced(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  atLeast(other: Fraction): boolean {
    return this.numerator * other.denominator >= other.numerator * this.denominator;
  }

  /** Rounds down to a whole number. The fraction must not be negative. */
  floor(): bigint {
    return this.numerator / this.denominator;
  }
}

export const whole = (value: bigint | number) => new Fraction(BigInt(value));

function reduced(numerator: bigint, denominator: bigint): Fraction {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? Fraction.ZERO : new Fraction(numerator / a, denominator / a);
}
