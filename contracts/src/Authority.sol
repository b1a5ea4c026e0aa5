// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @title Who may call the network's restricted functions, and after which delay.
/// @notice A function to which no role was given can be called by the admin alone.
contract Authority is AccessManager {
  constructor(address admin) AccessManager(admin) { }
}
