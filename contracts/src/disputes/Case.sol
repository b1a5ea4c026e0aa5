// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Jury, JuryRules, Terms, Verdict } from "./Jury.sol";

/// @notice A result that somebody reported as wrong, with its first jury and the jury of an appeal.
/// @param appellant Zero while nobody has appealed.
/// @param purse What each juror of the majority can claim once the case is settled.
struct Case {
  address reporter;
  uint48 openedAt;
  bool settled;
  uint256 nodeId;
  address appellant;
  uint96 totalWeight;
  uint256 purse;
  bytes32 evidence;
  Jury[2] juries;
}

/// @notice A juror's vote: sealed, revealed, paid.
struct Ballot {
  bytes32 commitment;
  Verdict vote;
  bool paid;
}

/// @title Which of a case's two juries counts.
library CaseRules {
  using JuryRules for Jury;

  /// @notice 0 until somebody appeals, then 1.
  function currentRound(Case storage dispute) internal view returns (uint256) {
    return dispute.appellant == address(0) ? 0 : 1;
  }

  /// @notice The round of the last jury that reached a verdict; 0 if neither did.
  function decisiveRound(Case storage dispute, Terms storage terms) internal view returns (uint256) {
    return dispute.juries[1].verdict(terms) == Verdict.None ? 0 : 1;
  }
}
