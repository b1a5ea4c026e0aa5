// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Lottery } from "../Lottery.sol";

/// @title Fills a jury's seats with miners, by weight.
/// @notice A miner of weight w in a total of W has a number of seats with the Poisson distribution of mean
/// `seats * w / W`, independent of everybody else's. The sum of Poisson numbers is one of the summed mean, so it makes
/// no difference whether a stake is one node or many.
library Sortition {
  /// @dev ln 2 with 64 fractional bits, rounded up; the lottery's logarithm has base 2.
  uint256 private constant LN_2 = 12_786_308_645_202_655_660;

  /// @notice The seats of one node: how many arrivals of a Poisson process come within its part of the total. The
  /// time between two is -ln u, with u from one random word each. At most twice a jury's seats, so that the work is
  /// bounded.
  /// @dev Hashes the node's id, because nobody can choose it once the seed is known; an operator key could be
  /// chosen. Weights are below 2^96, seats below 2^16, a sum of logarithms below 2^89, ln 2 below 2^64: the products
  /// stay below 2^249.
  function seatsOf(bytes32 seed, uint256 nodeId, uint256 weight, uint256 totalWeight, uint256 seats)
    internal
    pure
    returns (uint256 count)
  {
    if (weight == 0) return 0;
    uint256 end = (seats * weight) << 128;
    uint256 scale = LN_2 * totalWeight;
    uint256 log = 0;
    for (; count < 2 * seats; count++) {
      uint256 word = uint256(keccak256(abi.encode(seed, nodeId, count)));
      // A logarithm is dear, and its integer part often tells enough: here it is the least that it can be.
      if ((log + ((255 - Math.log2(word)) << 64)) * scale > end) break;
      log += Lottery.minusLog2(word);
      if (log * scale > end) break;
    }
  }
}
