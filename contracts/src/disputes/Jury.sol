// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @notice What a case costs, and how long it may take.
/// @param bond The reporter's bond, in wei; an appeal costs twice that.
/// @param seats Jurors drawn on average; an appeal draws twice as many.
/// @param quorum The fewest votes that make a verdict.
/// @param drawBlocks Blocks until the one whose hash draws the jury.
/// @param drawWindow Seconds in which a jury must be drawn; after that there is none.
/// @param reportWindow Seconds after an assignment's expiry in which its result can be reported as wrong.
/// @param slashBps The part of the node's stake that a wrong result costs, in basis points.
/// @param jurorBps The jurors' part of what the node's owner loses by that, in basis points.
/// @param noShowPenalty The fine for a drawn miner that did not reveal a vote, in wei.
struct Terms {
  uint96 bond;
  uint16 seats;
  uint16 quorum;
  uint64 drawBlocks;
  uint64 drawWindow;
  uint64 commitWindow;
  uint64 revealWindow;
  uint64 appealWindow;
  uint64 reportWindow;
  uint16 slashBps;
  uint16 jurorBps;
  uint96 noShowPenalty;
}

/// @notice What a jury decides about a result.
enum Verdict {
  None,
  Right,
  Wrong
}

/// @notice One jury, from its call to its votes.
/// @param start When the jury was called, a Unix time; its draw window counts from there.
struct Jury {
  uint64 start;
  uint64 seedBlock;
  uint64 commitEnd;
  uint32 votesRight;
  uint32 votesWrong;
  bytes32 seed;
}

/// @title When a jury is done, and what it has decided.
library JuryRules {
  using SafeCast for uint256;

  /// @notice Starts the jury's windows and names the block whose hash will draw it.
  function summon(Jury storage jury, Terms storage terms) internal {
    (jury.start, jury.seedBlock) = (uint64(block.timestamp), (block.number + terms.drawBlocks).toUint64());
  }

  /// @notice The end of a jury's last window; the end of its draw window if it was never drawn.
  function end(Jury storage jury, Terms storage terms) internal view returns (uint256) {
    return jury.commitEnd == 0 ? jury.start + terms.drawWindow + 1 : jury.commitEnd + terms.revealWindow;
  }

  function isOver(Jury storage jury, Terms storage terms) internal view returns (bool) {
    return block.timestamp >= end(jury, terms);
  }

  /// @notice What the majority found; `None` with too few votes or a tie.
  function verdict(Jury storage jury, Terms storage terms) internal view returns (Verdict) {
    (uint256 right, uint256 wrong) = (jury.votesRight, jury.votesWrong);
    if (right + wrong < terms.quorum || right == wrong) return Verdict.None;
    return wrong > right ? Verdict.Wrong : Verdict.Right;
  }

  function majority(Jury storage jury) internal view returns (uint256) {
    return Math.max(jury.votesRight, jury.votesWrong);
  }
}
