// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Docket } from "../../src/disputes/Docket.sol";
import { Terms } from "../../src/disputes/Terms.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract TermsTest is JuriesFixture {
  /// @dev A lost seat costs at most the pay of 49.
  uint88 private constant MOST_FINE = 49 * uint88(PAY) / SEALED_FACTOR;

  function test_termsAreReadBack() public view {
    assertEq(abi.encode(juries.getTerms()), abi.encode(juryTerms()));
    assertEq(address(juries.staking()), address(staking));
    assertEq(address(juries.slasher()), address(slasher));
    assertEq(address(juries.token()), address(cai));
  }

  function test_unsoundTermsAreRefused() public {
    for (uint256 i = 0; i < 25; i++) {
      Terms memory terms = unsound(i);
      vm.expectRevert(Docket.WrongTerms.selector);
      new Juries(slasher, epochs, terms);
    }
  }

  function test_termsAtTheirBoundsAreSound() public {
    Terms memory terms = juryTerms();
    (terms.quorumBps, terms.feeBps, terms.slashBps, terms.bondBps) = (10_000, 10_000, 10_000, 10_000);
    (terms.paidBps, terms.reporterBps) = (5_000, 5_000);
    terms.fine = MOST_FINE;
    new Juries(slasher, epochs, terms);
    terms = juryTerms();
    (terms.seats, terms.growth) = (8_191, 2);
    new Juries(slasher, epochs, terms);
    terms.seats = 1;
    terms.growth = 181;
    new Juries(slasher, epochs, terms);
  }

  /// @dev With these windows, all juries with appeal, settling and fines take 10 steps.
  function test_aCaseMustEndWithinTheCoolDown() public {
    Terms memory terms = juryTerms();
    terms.fineWindow = uint32(COOL_DOWN - 9 * STEP);
    vm.expectRevert(abi.encodeWithSelector(Docket.TermsTooLong.selector, COOL_DOWN, COOL_DOWN));
    new Juries(slasher, epochs, terms);
    terms.fineWindow--;
    assertEq(new Juries(slasher, epochs, terms).reportWindow(), 1);
  }

  function unsound(uint256 i) private pure returns (Terms memory terms) {
    terms = juryTerms();
    if (i == 0) terms.pay = 0;
    else if (i == 1) terms.seats = 0;
    else if (i == 2) terms.growth = 0;
    else if (i == 3) terms.juries = 0;
    else if (i == 4) terms.seats = 8_192;
    else if (i == 5) (terms.seats, terms.growth) = (1, 182);
    else if (i == 6) terms.quorumBps = 0;
    else if (i == 7) terms.quorumBps = 10_001;
    else if (i == 8) terms.feeBps = 0;
    else if (i == 9) terms.feeBps = 10_001;
    else if (i == 10) terms.drawBlocks = 0;
    else if (i == 11) terms.commitWindow = 0;
    else if (i == 12) terms.revealWindow = 0;
    else if (i == 13) terms.appealWindow = 0;
    else if (i == 14) terms.settleWindow = 0;
    else if (i == 15) terms.fineWindow = 0;
    else if (i == 16) terms.slashBps = 0;
    else if (i == 17) terms.slashBps = 10_001;
    else if (i == 18) terms.bondBps = 10_001;
    else if (i == 19) terms.reporterBps = terms.bondBps + 1;
    else if (i == 20) (terms.reporterBps, terms.paidBps) = (1_000, 999);
    else if (i == 21) (terms.reporterBps, terms.paidBps) = (0, 0);
    else if (i == 22) terms.paidBps = 5_001;
    else if (i == 23) terms.sealedFactor = 0;
    else terms.fine = MOST_FINE + 1;
  }
}
