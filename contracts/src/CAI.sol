// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title The network's token, used for stake, fees and rewards.
/// @notice A fixed supply, minted once; nobody can mint, pause, block or upgrade.
contract CAI is ERC20, ERC20Permit {
  /// @notice The total supply, in wei; it never changes.
  uint256 public constant SUPPLY = 1_000_000_000e18;

  /// @param treasury Receives the whole supply.
  constructor(address treasury) ERC20("Cuckoo AI", "CAI") ERC20Permit("Cuckoo AI") {
    _mint(treasury, SUPPLY);
  }
}
