// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "./Jury.sol";

/// @notice A result that somebody reported as wrong.
/// @param drawnAt When the accused got the task, a Unix time.
/// @param openedAt When the case was opened, a Unix time.
/// @param nodeId The accused.
/// @param round The current jury, counted from 0.
/// @param verdict What the last jury found, once the case is settled.
/// @param settledAt A Unix time; 0 while the case is open.
/// @param evidence Identifies the signed result.
struct Case {
  uint48 drawnAt;
  uint48 openedAt;
  uint24 nodeId;
  uint8 round;
  Finding verdict;
  uint48 settledAt;
  bytes32 evidence;
}

/// @notice Where jurors can fetch the task and its result.
/// @param coordinator The operator key of a coordinator that serves it.
/// @param hash keccak256 of what it serves.
struct Exhibit {
  address coordinator;
  bytes32 hash;
}
