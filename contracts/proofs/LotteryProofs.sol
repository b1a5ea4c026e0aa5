// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @dev For solc's SMTChecker: the lottery's comparison, as in Lottery.beats, for all logarithms and weights.
contract LotteryProofs {
  uint256 private constant MAX_LOG = 1 << 72;

  function beats(uint256 logA, address a, uint128 weightA, uint256 logB, address b, uint128 weightB)
    internal
    pure
    returns (bool)
  {
    if (weightA == 0) return false;
    if (weightB == 0) return true;
    uint256 scoreA = logA * weightB;
    uint256 scoreB = logB * weightA;
    return scoreA != scoreB ? scoreA < scoreB : a < b;
  }

  /// @dev Of two with weight exactly one goes first, and no product overflows.
  function exactlyOneOfTwoGoesFirst(
    uint256 logA,
    address a,
    uint128 weightA,
    uint256 logB,
    address b,
    uint128 weightB
  ) external pure {
    require(logA <= MAX_LOG && logB <= MAX_LOG);
    require(a != b && weightA != 0 && weightB != 0);
    assert(beats(logA, a, weightA, logB, b, weightB) != beats(logB, b, weightB, logA, a, weightA));
  }

  function noWeightNeverGoesFirst(uint256 logA, address a, uint256 logB, address b, uint128 weightB)
    external
    pure
  {
    require(logA <= MAX_LOG && logB <= MAX_LOG);
    assert(!beats(logA, a, 0, logB, b, weightB));
  }
}
