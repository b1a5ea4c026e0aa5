// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Terms, TermsRules } from "./Terms.sol";

/// @notice What a juror, or a jury, finds about a result.
/// @dev `Unavailable`: the evidence could not be had. It is never a verdict.
enum Finding {
  None,
  Right,
  Wrong,
  Unavailable
}

/// @notice One jury, from its call to its votes.
/// @param party Who called it: the reporter, or who appealed.
/// @param deposit What the party put up, in wei.
/// @param start When it was called, a Unix time.
/// @param seedBlock The block whose hash draws it.
/// @param totalWeight The weight of all miners that may sit, which share its seats.
/// @param seed Zero until it is drawn.
/// @param votes Seats that found each `Finding`.
struct Jury {
  address party;
  uint96 deposit;
  uint48 start;
  uint64 seedBlock;
  uint96 totalWeight;
  bytes32 seed;
  uint32[4] votes;
}

/// @title A jury's windows, verdict and pay.
library JuryRules {
  using TermsRules for Terms;

  function commitEnd(Jury storage jury, Terms memory terms) internal view returns (uint256) {
    return jury.start + terms.commitWindow;
  }

  function revealEnd(Jury storage jury, Terms memory terms) internal view returns (uint256) {
    return commitEnd(jury, terms) + terms.revealWindow;
  }

  /// @notice From when on its verdict can be carried out: nobody can appeal any more.
  function finalAt(Jury storage jury, Terms memory terms, uint256 round) internal view returns (uint256) {
    return revealEnd(jury, terms) + (round + 1 < terms.juries ? terms.appealWindow : 0);
  }

  /// @notice What more seats found than anything else, and at least a quorum of all seats did; else `None`.
  /// @dev The quorum is one of agreeing seats, so that neither staying away nor coming in numbers decides for others.
  function verdict(Jury storage jury, Terms memory terms, uint256 round) internal view returns (Finding) {
    uint32[4] memory votes = jury.votes;
    (uint256 right, uint256 wrong) = (votes[uint256(Finding.Right)], votes[uint256(Finding.Wrong)]);
    (Finding found, uint256 most, uint256 less) =
      wrong > right ? (Finding.Wrong, wrong, right) : (Finding.Right, right, wrong);
    bool plural = most > less && most > votes[uint256(Finding.Unavailable)];
    return plural && most >= terms.quorumOf(round) ? found : Finding.None;
  }

  /// @notice The pay of each seat that found `finding`, and of all of them. If by chance there are more than a
  /// jury's seats, they share the pay of those.
  function payOf(Jury storage jury, Terms memory terms, uint256 round, Finding finding)
    internal
    view
    returns (uint256 each, uint256 all)
  {
    (uint256 count, uint256 seats) = (jury.votes[uint256(finding)], terms.seatsOf(round));
    each = count <= seats ? terms.pay : terms.pay * seats / count;
    all = each * count;
  }
}
