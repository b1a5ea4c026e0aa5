// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { Juries } from "../../src/Juries.sol";

/// @dev Every call that is about a case.
enum Call {
  OpenAgain,
  Exhibit,
  Draw,
  Commit,
  Reveal,
  Appeal,
  Settle,
  Pay,
  Fine
}

/// @dev What matters about a case: its current jury, one juror of that, and how it ended.
/// @param reportEnd The first second in which its result can no longer be reported.
/// @param start When the current jury was called.
/// @param seedKnown Whether the chain knows the block that draws it.
/// @param juror What the juror finds. All others find the same.
struct Life {
  uint256 reportEnd;
  uint256 start;
  bool last;
  bool seedKnown;
  bool drawn;
  bool committed;
  bool revealed;
  Finding juror;
  uint256 settledAt;
  Finding verdict;
}

/// @dev The rules of a case's life, with all windows of the same length, in words other than the contract's: which
/// error a call meets in a second; 0 where it goes through.
library CaseModel {
  bytes4 private constant EARLY = Docket.TooEarly.selector;
  bytes4 private constant LATE = Docket.TooLate.selector;

  function answer(Life memory life, Call call, uint256 step) internal view returns (bytes4) {
    if (call == Call.OpenAgain) return openAgain(life);
    if (call == Call.Pay) return pay(life);
    if (call == Call.Fine) return fine(life, step);
    if (life.settledAt != 0) return LATE;
    if (call == Call.Exhibit) return 0;
    uint256 passed = (block.timestamp - life.start) / step;
    if (call == Call.Draw || call == Call.Commit) {
      if (passed >= 1) return LATE;
      return life.drawn || life.seedKnown ? bytes4(0) : Voting.SeedUnknown.selector;
    }
    if (call == Call.Reveal) {
      if (passed != 1) return passed < 1 ? EARLY : LATE;
      return life.committed ? bytes4(0) : Voting.WrongVote.selector;
    }
    if (call == Call.Appeal) {
      if (passed < 2) return EARLY;
      return life.last || passed > 2 ? LATE : bytes4(0);
    }
    return passed < settleStep(life) ? EARLY : bytes4(0);
  }

  /// @dev What settling now would find.
  function found(Life memory life, uint256 step) internal view returns (Finding) {
    bool inTime = (block.timestamp - life.start) / step == settleStep(life);
    bool decided = life.revealed && life.juror != Finding.Unavailable;
    return inTime && decided ? life.juror : Finding.None;
  }

  function settleStep(Life memory life) private pure returns (uint256) {
    return life.last ? 2 : 3;
  }

  function openAgain(Life memory life) private view returns (bytes4) {
    if (block.timestamp >= life.reportEnd) return LATE;
    bool free = life.settledAt != 0 && life.verdict == Finding.None;
    return free ? bytes4(0) : Docket.AlreadyOpen.selector;
  }

  function pay(Life memory life) private pure returns (bytes4) {
    if (life.verdict == Finding.None) return Juries.NoVerdict.selector;
    return life.revealed && life.juror == life.verdict ? bytes4(0) : Juries.NothingDue.selector;
  }

  function fine(Life memory life, uint256 step) private view returns (bytes4) {
    if (life.verdict == Finding.None) return Juries.NoVerdict.selector;
    if (block.timestamp >= life.settledAt + step) return LATE;
    bool faulty =
      life.drawn && (!life.revealed || (life.juror != life.verdict && life.juror != Finding.Unavailable));
    return faulty ? bytes4(0) : Juries.NothingDue.selector;
  }
}
