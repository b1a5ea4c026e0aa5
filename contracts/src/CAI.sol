// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title The network's token, used for stake, fees and rewards.
/// @notice The supply is minted once. It can only shrink, when a holder burns its own tokens; nobody can mint,
/// pause, block or upgrade.
contract CAI is ERC20, ERC20Burnable, ERC20Permit {
  /// @notice The supply at the start, in wei.
  uint256 public constant SUPPLY = 1_000_000_000e18;

  /// @param treasury Receives the whole supply.
  constructor(address treasury) ERC20("Cuckoo AI", "CAI") ERC20Permit("Cuckoo AI") {
    _mint(treasury, SUPPLY);
  }
}
