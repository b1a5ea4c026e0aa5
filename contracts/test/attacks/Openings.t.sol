// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Docket } from "../../src/disputes/Docket.sol";
import { Terms } from "../../src/disputes/Terms.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Main network's windows and cool-down, each a quarter as long. docs/juries.md once counted three openings of each
/// case. A case that is appealed to the end has one.
contract OpeningAttacksTest is JuriesFixture {
  uint256 private id;

  function juryTerms() internal pure override returns (Terms memory terms) {
    terms = super.juryTerms();
    (terms.commitWindow, terms.revealWindow, terms.appealWindow) = (12 hours, 6 hours, 12 hours);
    (terms.settleWindow, terms.fineWindow) = (18 hours, 18 hours);
  }

  function setUp() public override {
    super.setUp();
    assertEq(juries.reportWindow(), 9 days / 4);
    // The earliest report that there can be.
    vm.warp(drawnAt + 1);
    id = open();
  }

  /// @dev Without votes, each further jury being called as early as can be: still a second too late.
  function test_aCaseThatIsAppealedToTheEndIsNotOpenedAgain() public {
    for (uint256 round = 1; round < juryTerms().juries; round++) {
      skip(18 hours);
      appealBy(accusedOwner, id);
    }
    skip(18 hours);
    juries.settle(id);
    assertEq(block.timestamp, drawnAt + juries.reportWindow() + 1);
    refuseOpen(abi.encodeWithSelector(Docket.TooLate.selector, block.timestamp));
    vm.warp(block.timestamp - 1);
    assertEq(open(), id + 1);
  }

  /// @dev One that nobody appeals can be opened again once: the second ends too late.
  function test_aCaseThatNobodyAppealsIsOpenedTwice() public {
    skip(30 hours);
    juries.settle(id);
    id = open();
    skip(30 hours);
    juries.settle(id);
    refuseOpen(abi.encodeWithSelector(Docket.TooLate.selector, drawnAt + juries.reportWindow() + 1));
  }
}
