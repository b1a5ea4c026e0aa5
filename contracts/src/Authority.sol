// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @title Who may call the network's restricted functions, and after which delay.
/// @notice Only the admin can call a restricted function that has no role assigned.
contract Authority is AccessManager {
  constructor(address admin) AccessManager(admin) { }
}
