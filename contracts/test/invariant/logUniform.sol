// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @dev A number from 1 to `most`, of which each power of two is as likely as any other, and `most` itself once in
/// sixteen.
function logUniform(uint256 word, uint256 most) pure returns (uint256) {
  if (word >> 252 == 0) return most;
  uint256 least = 1 << (uint8(word) % (Math.log2(most) + 1));
  return Math.min(least + (word >> 8) % least, most);
}
