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

/// @notice Whose nodes may not sit: who reports, who owns the accused or had stake in it before the case, or shares an
/// owner with either.
/// @param reporterOwner Owner, when the case was opened, of the node that the reporter's key served then, if any. A key
/// that was replaced bars nobody: whoever kept one could choose a jury without that owner.
/// @param shared Whether anybody but its owner may have stake in the accused.
/// @param before The last second before the case. Stake that came later does not bar: a juror could escape its seats
/// and its fine by a vote for the accused.
struct Barred {
  uint256 accused;
  address owner;
  address reporter;
  address reporterOwner;
  bool shared;
  uint48 before;
}

/// @notice The weight of all miners but the accused at the two moments that count, less what was left out.
struct Seatable {
  uint96 drawn;
  uint96 before;
}
