// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { TestBase } from "forge-std/Base.sol";
import { StdAssertions } from "forge-std/StdAssertions.sol";
import { StdCheats } from "forge-std/StdCheats.sol";
import { StdInvariant } from "forge-std/StdInvariant.sol";
import { StdUtils } from "forge-std/StdUtils.sol";

/// @dev forge-std's own Test pulls in parts whose warnings fill the compiler's list of 256 and hide ours.
abstract contract Test is TestBase, StdAssertions, StdCheats, StdInvariant, StdUtils {
  bool public IS_TEST = true;
}
