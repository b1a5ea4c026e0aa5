// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice What a case before juries costs, and how long it may take. Amounts are in wei, windows in seconds.
/// @param pay A juror's pay for each seat that found what the last jury found.
/// @param fine What a juror that sealed no vote loses for each seat, in wei.
/// @param sealedFactor How many of these fines a juror loses for each seat with a sealed vote that found the opposite
/// of the last jury, or that was not opened.
/// @param seats Seats of the first jury, on average.
/// @param quorumBps The part of a jury's seats that must agree on a verdict, in basis points.
/// @param feeBps The part of each deposit that is burned if there is no verdict, in basis points.
/// @param growth How many times as many seats each further jury has.
/// @param juries The most juries of one case.
/// @param drawBlocks Blocks from the call of a jury to the one whose hash draws it.
/// @param commitWindow From the call of a jury, in which sealed votes come in.
/// @param revealWindow In which sealed votes are opened.
/// @param appealWindow In which a larger jury can be called.
/// @param settleWindow In which the last jury's verdict can be carried out; after that there is none.
/// @param fineWindow From the carrying out, in which jurors can be fined.
/// @param slashBps The part of the accused node's stake that a wrong result costs.
/// @param paidBps The part of the owner's own loss that pays for the case.
/// @param reporterBps The reporter's part of that loss, and a caller's part of a fine.
/// @param bondBps The part of what the owner can lose that each deposit puts at stake. Not below `reporterBps`, so
/// that nobody can win more than it can lose.
struct Terms {
  uint96 pay;
  uint88 fine;
  uint8 sealedFactor;
  uint16 seats;
  uint16 quorumBps;
  uint16 feeBps;
  uint8 growth;
  uint8 juries;
  uint32 drawBlocks;
  uint32 commitWindow;
  uint32 revealWindow;
  uint32 appealWindow;
  uint32 settleWindow;
  uint32 fineWindow;
  uint16 slashBps;
  uint16 paidBps;
  uint16 reporterBps;
  uint16 bondBps;
}

/// @title What follows from the terms.
library TermsRules {
  uint256 internal constant BPS = 10_000;
  /// @dev How many seats' pay one lost seat may cost: who agrees in 49 seats of 50 does not lose by sitting.
  uint256 internal constant MOST_LOST_PAYS = 49;

  /// @notice Seats of a case's jury, on average; 0 is the first.
  function seatsOf(Terms memory terms, uint256 round) internal pure returns (uint256) {
    return terms.seats * uint256(terms.growth) ** round;
  }

  /// @notice Seats of all juries that a case can have, on average.
  function allSeats(Terms memory terms) internal pure returns (uint256 seats) {
    for (uint256 round = 0; round < terms.juries; round++) {
      seats += seatsOf(terms, round);
    }
  }

  /// @notice The fewest seats that make a verdict.
  function quorumOf(Terms memory terms, uint256 round) internal pure returns (uint256) {
    return (seatsOf(terms, round) * terms.quorumBps + BPS - 1) / BPS;
  }

  /// @notice The most seconds from the opening of a case to its last fine.
  function duration(Terms memory terms) internal pure returns (uint256) {
    uint256 jury = uint256(terms.commitWindow) + terms.revealWindow + terms.appealWindow;
    return terms.juries * jury - terms.appealWindow + terms.settleWindow + terms.fineWindow;
  }

  function areSound(Terms memory terms) internal pure returns (bool) {
    if (terms.pay == 0 || terms.seats == 0 || terms.growth == 0 || terms.juries == 0) return false;
    // Zero would spare who finds the opposite, and fine who sleeps.
    if (terms.sealedFactor == 0) return false;
    if (uint256(terms.fine) * terms.sealedFactor > MOST_LOST_PAYS * terms.pay) return false;
    // A ballot has 16 bits for its seats, of which no node has more than twice a jury's.
    if (2 * seatsOf(terms, terms.juries - 1) > type(uint16).max) return false;
    if (terms.quorumBps == 0 || terms.quorumBps > BPS || terms.feeBps == 0 || terms.feeBps > BPS) {
      return false;
    }
    if (terms.drawBlocks == 0 || terms.commitWindow == 0 || terms.revealWindow == 0) return false;
    if (terms.appealWindow == 0 || terms.settleWindow == 0 || terms.fineWindow == 0) return false;
    if (terms.slashBps == 0 || terms.slashBps > BPS || terms.bondBps > BPS || terms.paidBps == 0) {
      return false;
    }
    return terms.reporterBps <= terms.paidBps && terms.reporterBps <= terms.bondBps;
  }
}
